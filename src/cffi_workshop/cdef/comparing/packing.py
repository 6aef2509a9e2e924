"""The same members at other places, or with another size: packed or spread, and bits that moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from cffi_workshop.cdef.language.model import Array, Layout, Member, Record

__all__ = ["LENGTH", "is_room", "moved", "packing", "shifts_bits", "unnamed_bits"]

PACKED = "the compiler packs it in another way; ffi.cdef() takes packed=True and pack=N"
SPREAD = "the compiler leaves more room; end the struct with `...;` in API mode"
LENGTH = "ffi.sizeof() and ffi.new() reckon with another number of items than C"


def moved(mine: Layout, real: Layout, room: Collection[str] = ()) -> list[str]:
    """Return the members that lie at other places in C, but for those whose room was used."""
    return [
        name
        for name, place in mine.offsets.items()
        if real.offsets.get(name, place) != place and name not in room
    ]


def is_room(mine: Layout, real: Layout, old: Member, new: Member) -> bool:
    """Say whether C has named the beginning of an array, and the array ends where it did.

    So a newer header takes new members out of the room that an older one kept for them.
    """
    if not (isinstance(old.type, Array) and isinstance(new.type, Array) and old.name):
        return False
    ends = [_end(side, old.name) for side in (mine, real)]
    lengths = [one.length if isinstance(one.length, int) else 0 for one in (old.type, new.type)]
    if None in ends or ends[0] != ends[1] or not lengths[0] > lengths[1] > 0:
        return False
    sizes = [(ends[0] or 0) - side.offsets[old.name] for side in (mine, real)]
    return sizes[0] * lengths[1] == sizes[1] * lengths[0]


def _end(side: Layout, name: str) -> int | None:
    """Return where the next member begins, or the struct ends."""
    start = side.offsets.get(name)
    later = [place for place in side.offsets.values() if start is not None and place > start]
    return None if start is None else min(later, default=side.size)


def packing(mine: Layout, real: Layout) -> tuple[str, str, str]:
    """Return what the cdef says, what C says, and what comes of it with its cure."""
    names = moved(mine, real)
    places = [(one.offsets[names[0]] if names else one.size) or 0 for one in (mine, real)]
    said, wanted = (f"{names[0]} at byte {n}" if names else f"{n} bytes" for n in places)
    return said, wanted, PACKED if places[1] < places[0] else SPREAD


def shifts_bits(
    real: Mapping[str | None, Member], own: Mapping[str | None, Member], missing: Iterable[Member]
) -> bool:
    """Say whether bit fields of the cdef follow a member that the cdef lacks.

    C gives bit fields no offset, so that what stands ahead of them has to tell.
    """
    lacking = {one.name for one in missing}
    shifted = False
    for name, one in real.items():
        shifted = name in lacking or (shifted and one.bits is not None)
        if shifted and name in own:
            return True
    return False


def unnamed_bits(record: Record) -> str:
    """Say how many bits each bit field without a name has."""
    bits = [one.bits for one in record.members or () if not one.name and one.bits is not None]
    return f"bits without a name: {', '.join(map(str, bits))}" if bits else "no bits without a name"
