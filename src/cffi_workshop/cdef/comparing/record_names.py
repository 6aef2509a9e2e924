"""How a struct or union of a cdef is called, and what its right definition is."""

from __future__ import annotations

from cffi_workshop.cdef.language.model import Declarations, Record, Tagged

from .words import Words

__all__ = ["definition", "name_of"]


def name_of(known: Declarations, record: Record) -> str:
    """Return the name by which the cdef speaks of it: a typedef's, or else its tag."""
    names = sorted(known.names_of(record.key), key=lambda name: (" " in name, name))
    return names[0] if names else f"a {record.kind} without a name"


def definition(words: Words, mine: Record, real: Record) -> str:
    """Return the header's definition in the form that the cdef has, to be put in its place."""
    known = words.types.known
    if " $" in mine.key:
        return words.right.record(real, "", name_of(known, mine))
    return words.right.record(real, mine.key.split(" ")[1], _at_its_end(known, mine))


def _at_its_end(known: Declarations, record: Record) -> str:
    """Return the name in `typedef struct point { ... } point;`, or nothing."""
    start, members = record.place, record.members or ()
    last = members[-1].place.line + 1 if members else start.line
    for one in known.typedefs.values():
        is_here = one.place.file == start.file and start.line <= one.place.line <= last
        if is_here and one.type == Tagged(record.key):
            return one.name
    return ""
