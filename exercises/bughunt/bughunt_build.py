"""Compile _bughunt, the extension module behind bughunt_api.py: API mode, out-of-line.

The compiler reads these declarations together with station.h: python bughunt_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    struct station {
        const char *name;
        const double *celsius;
        int n;
    };
    double station_mean(const double *celsius, size_t n);
    double station_warmest(const double *celsius, size_t n);
    void station_smooth(double *celsius, size_t n);
    double station_rain(const int64_t *tenths, size_t n);
    size_t station_label(const struct station *station, char *label, size_t size);
""")
ffibuilder.set_source("_bughunt", '#include "station.h"', sources=["station.c"])

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
