"""Compile _events, the extension module behind events_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python events_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    typedef void (*detector_strike)(uint32_t number, double km, void *data);
    typedef void (*detector_end)(void *data);
    struct detector;
    struct detector *detector_start(uint32_t count, uint64_t seed,
                                    detector_strike strike, detector_end end, void *data);
    void detector_stop(struct detector *detector);
    void detector_join(struct detector *detector);
""")
# TODO 1: ffibuilder.cdef(): on_strike() and on_end() as extern "Python"
ffibuilder.set_source(
    "_events", '#include "detector.h"', sources=["detector.c"], extra_link_args=["-pthread"]
)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
