"""The day of a weather station, computed by _bughunt in API mode out-of-line.

The same program as bughunt_abi.py. Run `python bughunt_build.py` first; it compiles _bughunt.
"""

import numpy as np
from _bughunt import ffi, lib


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
