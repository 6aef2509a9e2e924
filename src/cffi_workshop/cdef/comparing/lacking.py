"""What a cdef declares and the header lacks, and which other header has it."""

from __future__ import annotations

from difflib import get_close_matches

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import Declared

from . import consequences
from .difference import BREAKS, UNKNOWN, Difference
from .types import Types

__all__ = ["LACKING", "held_elsewhere", "lacking", "lacking_why"]

LACKING = "lacking"  # the kind of difference


def lacking(types: Types, one: Declared, call: str = "") -> Difference:
    """Return the difference for a function, which has `call` behind its name, or a global."""
    grade, wanted = UNKNOWN, "not in the header"
    if one.name in types.header.unread:
        why = f"the header's declaration cannot be read: {types.header.unread[one.name]}"
    elif one.name in types.header.macros:
        why = consequences.MACRO
    else:
        reason = _reason(types)
        if _is_own(types):
            grade, reason = BREAKS, consequences.LACKING_IN_API
        why = _why(types.header, one.name, reason, _near(types, one.name))
    return Difference(
        grade, f"{one.name}{call}", LACKING, "declared", wanted, why, "", one.place, None
    )


def _is_own(types: Types) -> bool:
    """Say whether the header is what set_source() includes, so that nothing else can have it."""
    source = types.cdef.source
    return source is not None and types.header.contract == str(source["text"])


def lacking_why(types: Types, name: str) -> str:
    """Say what comes of a name that the header lacks."""
    return _why(types.header, name, _reason(types))


def _reason(types: Types) -> tuple[str, str]:
    if types.cdef.is_compiled:
        return consequences.LACKING_IN_MODULE
    if types.cdef.source and not _is_own(types):
        return consequences.LACKING_IN_NAMED
    return consequences.LACKING


def _near(types: Types, name: str) -> str:
    """Say which name of the header is nearly the same.

    What was compiled is not misspelt, and neither are many names: they are of another version.
    """
    names = () if types.cdef.is_compiled or types.lacks_many else types.header.names
    near = get_close_matches(name, names, n=1, cutoff=0.85)
    return f"; the header has {near[0]}" if near else ""


def _why(header: Header, name: str, reason: tuple[str, str], near: str = "") -> str:
    """Say what comes of it, and which header has the name; where none has, what may be."""
    what, otherwise = reason
    return f"{what}: {held_elsewhere(header, name) or otherwise + near}"


def held_elsewhere(header: Header, name: str) -> str:
    """Say which header has a name that was not read, or which has it behind an #if."""
    path = header.holders.get(name)
    if path is None:
        return ""
    is_read = str(path) in header.files
    return (consequences.BEHIND_IF if is_read else consequences.BESIDE).format(path.name)
