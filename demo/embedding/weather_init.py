"""The Python inside libweather. embedding_build.py puts this text into the library."""

import json
import math

from _weather import ffi


def warmest(report: bytes) -> tuple[int, bytes, float]:
    """Return the number of places, and the name and temperature of the warmest.

    Raises ValueError if the report is no JSON object of numbers, or an empty one.
    """
    places = json.loads(report, parse_int=float)
    if not isinstance(places, dict):
        raise ValueError("the report is no object")
    if not all(isinstance(value, float) and math.isfinite(value) for value in places.values()):
        raise ValueError("a temperature is no number")
    name = max(places, key=places.__getitem__)
    return len(places), name.encode(), places[name]


@ffi.def_extern()
def weather_warmest(report: ffi.CData, place: ffi.CData, size: int, celsius: ffi.CData) -> int:
    """Answer C: the body of the function in weather.h."""
    try:
        count, name, temperature = warmest(ffi.string(report))
    except ValueError:
        return 0
    if b"\0" in name or len(name) >= size:
        return 0
    ffi.memmove(place, name + b"\0", len(name) + 1)
    celsius[0] = temperature
    return count
