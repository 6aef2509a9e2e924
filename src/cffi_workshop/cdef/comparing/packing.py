"""The same members at other places, or with another size: packed, or spread."""

from __future__ import annotations

from cffi_workshop.cdef.language.model import Layout

__all__ = ["LENGTH", "moved", "packing"]

PACKED = "the compiler packs it in another way; ffi.cdef() takes packed=True and pack=N"
SPREAD = "the compiler leaves more room; end the struct with `...;` in API mode"
LENGTH = "ffi.sizeof() and ffi.new() reckon with another number of items than C"


def moved(mine: Layout, real: Layout) -> list[str]:
    """Return the members that lie at other places in C."""
    return [name for name, place in mine.offsets.items() if real.offsets.get(name, place) != place]


def packing(mine: Layout, real: Layout) -> tuple[str, str, str]:
    """Return what the cdef says, what C says, and what comes of it with its cure."""
    names = moved(mine, real)
    places = [(one.offsets[names[0]] if names else one.size) or 0 for one in (mine, real)]
    said, wanted = (f"{names[0]} at byte {n}" if names else f"{n} bytes" for n in places)
    return said, wanted, PACKED if places[1] < places[0] else SPREAD
