"""What a cdef declares and the header lacks, and which other header has it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import Declared

from . import consequences
from .difference import BREAKS, UNKNOWN, Difference
from .types import Types

__all__ = ["LACKING", "lacking", "lacking_why", "with_holders"]

LACKING = "lacking"  # the kind of difference
MOST_FILES = 500  # of a folder that are looked into
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
DECLARED = re.compile(r"\b([A-Za-z_]\w*)\s*[(;,=}\[]|#\s*define\s+(\w+)")


def lacking(types: Types, one: Declared, call: str = "") -> Difference:
    """Return the difference for a function, which has `call` behind its name, or a global."""
    wanted = "not in the header"
    grade, why = UNKNOWN, lacking_why(types)
    other = _other_kind(types, one.name)
    if one.name in types.header.unread:
        why = f"the header's declaration cannot be read: {types.header.unread[one.name]}"
    elif other:
        grade, wanted, why = BREAKS, other, consequences.OTHER_KIND
    elif one.name in types.header.macros:
        why = consequences.MACRO
    elif _is_own(types):
        grade, why = BREAKS, consequences.LACKING_IN_API
    if why in (consequences.LACKING, consequences.LACKING_IN_NAMED, consequences.LACKING_IN_API):
        near = get_close_matches(one.name, types.header.names, n=1, cutoff=0.85)
        why += f"; the header has {near[0]}" if near else ""
    name, place = f"{one.name}{call}", one.place
    return Difference(grade, name, LACKING, "declared", wanted, why, "", place, None)


def _other_kind(types: Types, name: str) -> str:
    """Say what the header calls by the name of a function or global, if not the same."""
    if name in types.real.variables:
        return "a global"
    return "a function" if name in types.real.functions else ""


def _is_own(types: Types) -> bool:
    """Say whether the header is what set_source() includes, so that nothing else can have it."""
    source = types.cdef.source
    return source is not None and types.header.contract == str(source["text"])


def lacking_why(types: Types) -> str:
    """Say what comes of a name that the header lacks."""
    if types.cdef.is_compiled:
        return consequences.LACKING_IN_MODULE
    if types.cdef.source and not _is_own(types):
        return consequences.LACKING_IN_NAMED
    return consequences.LACKING


def with_holders(found: list[Difference], header: Header) -> list[Difference]:
    """Say of each name that is lacking where it is, of the headers that were read or lie beside."""
    names = {_bare(one) for one in found if one.what == LACKING}
    holders = _holders(names, header) if names else {}
    return [_with_holder(one, holders) for one in found]


def _bare(one: Difference) -> str:
    return one.name.partition(",")[0].removesuffix("()")


def _with_holder(one: Difference, holders: dict[str, str]) -> Difference:
    where = holders.get(_bare(one)) if one.what == LACKING else None
    if not where or not one.consequence.startswith(consequences.LACKING_STARTS):
        return one
    return replace(one, consequence=f"{one.consequence.partition(':')[0]}: {where}")


def _holders(names: Iterable[str], header: Header) -> dict[str, str]:
    """Return for each of the names which file declares it, and how that comes into view."""
    wanted, found = set(names), dict[str, str]()
    for folder in header.folders:
        for path in sorted(folder.glob("*.h"))[:MOST_FILES]:
            is_read = str(path) in header.files
            how = consequences.BEHIND_IF if is_read else consequences.BESIDE
            for name in wanted & _declared_in(path):
                found.setdefault(name, how.format(path.name))
    return found


def _declared_in(path: Path) -> set[str]:
    """Return the names that a file declares, whatever its `#if` say."""
    text = COMMENT.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
    return {word for pair in DECLARED.findall(text) for word in pair}
