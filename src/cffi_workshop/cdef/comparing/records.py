"""Structs and unions: members by name, type, order and place."""

from __future__ import annotations

from collections.abc import Iterator

from cffi_workshop.cdef.language.model import (
    Array,
    Declared,
    Named,
    Record,
    Tagged,
    Type,
    Void,
    parts,
)

from .difference import BREAKS, Difference
from .lacking import lacking
from .record_pair import RecordPair
from .types import Types
from .words import Words

__all__ = ["record_differences"]


def record_differences(types: Types, words: Words, told: set[str]) -> Iterator[Difference]:
    """Yield how the structs and unions of the cdef differ from the header's.

    `told` are the typedefs that break already: a struct that is other because of them is not told.
    """
    wrong = set(told)
    pairs = [(mine, real) for mine in types.known.records.values() if (real := _real(types, mine))]
    for mine, real in pairs:
        if mine.key in types.cdef.included:
            continue
        found = list(RecordPair(types, words, mine, real).differences())
        wrong |= {mine.key, real.key} if any(one.grade == BREAKS for one in found) else set()
        yield from found
    yield from _lacking(types)
    for mine, real in pairs:
        is_own = mine.key not in types.cdef.included
        if is_own and mine.key not in wrong and not _holds_wrong(types, mine, wrong):
            yield from RecordPair(types, words, mine, real).layout()


def _lacking(types: Types) -> Iterator[Difference]:
    """Tell of a struct with members of which the header has neither the tag nor another name."""
    header = {*types.header.names, *types.header.unread, *types.real.records}
    used = _compared(types)
    for mine in types.known.records.values():
        names = types.known.names_of(mine.key)
        is_own = mine.members is not None and mine.key not in {*types.cdef.included, *used}
        if not is_own or not names or header & {*names, *(one.split()[-1] for one in names)}:
            continue
        name = min(names, key=lambda one: (" " in one, one))
        yield lacking(types, Declared(name, Tagged(mine.key), mine.place))


def _compared(types: Types) -> set[str]:
    """Return the structs that are compared under another name, by what uses them in both."""
    known, real = types.known, types.real
    uses = [known.functions[name].type for name in known.functions.keys() & real.functions.keys()]
    uses += [known.variables[name].type for name in known.variables.keys() & real.variables.keys()]
    found: set[str] = set()
    while uses:
        kind = uses.pop()
        uses += parts(kind)
        if isinstance(kind, Named) and kind.name in known.typedefs:
            uses.append(known.typedefs[kind.name].type)
        elif isinstance(kind, Tagged) and kind.key not in found:
            found.add(kind.key)
            record = known.records.get(kind.key)
            uses += [one.type for one in (record.members if record else None) or ()]
    return found


def _real(types: Types, mine: Record) -> Record | None:
    """Return the header's struct that has a name in common with one of the cdef."""
    if mine.members is None:
        return None
    found = types.real.records.get(mine.key)
    for name in sorted(types.known.names_of(mine.key)):
        kind = types.real.meaning(Named(name))
        if found is None and isinstance(kind, Tagged):
            found = types.real.records.get(kind.key)
    return found


def _holds_wrong(types: Types, record: Record, wrong: set[str]) -> bool:
    """Say whether a struct has, by value, a type whose difference is told already."""
    for member in record.members or ():
        kind = member.type
        while isinstance(kind, Array | Named):
            if isinstance(kind, Named) and kind.name in wrong:
                return True
            kind = kind.item if isinstance(kind, Array) else _next(types, kind)
        if not isinstance(kind, Tagged):
            continue
        inner = types.known.records.get(kind.key)
        is_wrong = {kind.key, *types.names(kind.key)} & wrong
        if is_wrong or (inner and _holds_wrong(types, inner, wrong)):
            return True
    return False


def _next(types: Types, kind: Named) -> Type:
    """Return what a typedef of the cdef stands for."""
    return types.known.typedefs[kind.name].type if kind.name in types.known.typedefs else Void()
