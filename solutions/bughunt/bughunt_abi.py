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
# BEGIN SOLUTION: ffi.cdef("""
# STUB:     struct station {
# STUB:         const char *name;
# STUB:         const double *celsius;
# STUB:         int n;
# STUB:     };
# STUB:     double station_mean(const double *celsius, size_t n);
# STUB:     double station_warmest(const double *celsius, size_t n);
# STUB:     void station_smooth(double *celsius, size_t n);
# STUB:     double station_rain(const int64_t *tenths, size_t n);
# STUB:     size_t station_label(const struct station *station, char *label, size_t size);
# STUB: """)
ffi.cdef("""
    struct station {
        const char *name;
        const double *celsius;
        size_t n;
    };
    double station_mean(const double *celsius, size_t n);
    double station_warmest(const double *celsius, size_t n);
    void station_smooth(double *celsius, size_t n);
    double station_rain(const int32_t *tenths, size_t n);
    size_t station_label(const struct station *station, char *label, size_t size);
""")
# END SOLUTION
lib = ffi.dlopen(str(LIBRARY))


def rain(tenths: list[int]) -> float:
    """Return the rain of a day in mm, from readings in tenths of a mm."""
    return lib.station_rain(tenths, len(tenths))


def smooth(celsius: list[float]) -> list[float]:
    """Return the temperatures, each the mean of itself and its neighbours."""
    # BEGIN SOLUTION: lib.station_smooth(celsius, len(celsius))
    # STUB: return celsius
    # A list becomes a C array for the call alone; an array of our own is still there after it.
    values = ffi.new("double[]", celsius)
    lib.station_smooth(values, len(celsius))
    return ffi.unpack(values, len(celsius))
    # END SOLUTION


def mean(celsius: np.ndarray) -> float:
    """Return the mean of the temperatures in an array of any number type."""
    # BEGIN SOLUTION: return lib.station_mean(ffi.from_buffer("double[]", celsius), celsius.size)
    # from_buffer() does not look at the type; this converts where it has to, and else copies nothing.
    doubles = np.ascontiguousarray(celsius, dtype=np.float64)
    return lib.station_mean(ffi.from_buffer("double[]", doubles), doubles.size)
    # END SOLUTION


def warmest_fahrenheit(celsius: np.ndarray) -> float:
    """Return the largest of the temperatures, a float64 array, in degrees Fahrenheit."""
    # BEGIN SOLUTION: values = ffi.cast("double *", ffi.from_buffer(celsius * 1.8 + 32.0))
    # STUB: return lib.station_warmest(values, celsius.size)
    # A typed from_buffer() keeps the array alive that it points into; a cast keeps nothing.
    values = ffi.from_buffer("double[]", celsius * 1.8 + 32.0)
    return lib.station_warmest(values, len(values))
    # END SOLUTION


def label(name: str, celsius: list[float]) -> str:
    """Return the station's name and mean temperature as one line of text."""
    # BEGIN SOLUTION: station = ffi.new("struct station *")
    # STUB: station.name = ffi.new("char[]", name.encode())
    # STUB: station.celsius = ffi.new("double[]", celsius)
    # STUB: station.n = len(celsius)
    # A pointer in a struct keeps nothing alive; these two names do, until the function ends.
    c_name = ffi.new("char[]", name.encode())
    c_celsius = ffi.new("double[]", celsius)
    station = ffi.new("struct station *", {"name": c_name, "celsius": c_celsius, "n": len(celsius)})
    # END SOLUTION
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
