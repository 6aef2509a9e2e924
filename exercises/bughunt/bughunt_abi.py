"""The day of a weather station, computed by libstation in ABI mode in-line.

That it runs without an error says little. Run `make` first.
"""

import sys
from pathlib import Path

import numpy as np
from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libstation" + SUFFIX)

ffi = FFI()
ffi.cdef("""
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
lib = ffi.dlopen(str(LIBRARY))


def rain(tenths: list[int]) -> float:
    """Return the rain of a day in mm, from readings in tenths of a mm."""
    return lib.station_rain(tenths, len(tenths))


def smooth(celsius: list[float]) -> list[float]:
    """Return the temperatures, each the mean of itself and its neighbours."""
    lib.station_smooth(celsius, len(celsius))
    return celsius


def mean(celsius: np.ndarray) -> float:
    """Return the mean of the temperatures in an array of any number type."""
    return lib.station_mean(ffi.from_buffer("double[]", celsius), celsius.size)


def warmest_fahrenheit(celsius: np.ndarray) -> float:
    """Return the largest of the temperatures, a float64 array, in degrees Fahrenheit."""
    values = ffi.cast("double *", ffi.from_buffer(celsius * 1.8 + 32.0))
    return lib.station_warmest(values, celsius.size)


def label(name: str, celsius: list[float]) -> str:
    """Return the station's name and mean temperature as one line of text."""
    station = ffi.new("struct station *")
    station.name = ffi.new("char[]", name.encode())
    station.celsius = ffi.new("double[]", celsius)
    station.n = len(celsius)
    text = ffi.new("char[]", 80)
    lib.station_label(station, text, len(text))
    return ffi.string(text).decode()


if __name__ == "__main__":
    hours = [11.5, 10.9, 12.3, 15.8, 18.4, 19.9, 17.2, 13.6]
    print("rain today      ", rain([0, 3, 12, 7, 0, 0, 1, 0]), "mm")
    print("smoothed        ", [round(hour, 1) for hour in smooth(hours)])
    print("mean            ", mean(np.array(hours, dtype=np.float32)), "degC")
    print("warmest         ", warmest_fahrenheit(np.array(hours)), "degF")
    print("label           ", label("Hohenpeissenberg", hours))
