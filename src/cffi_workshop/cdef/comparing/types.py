"""Where two types differ: the type that a cdef gives, and the one that the header gives."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import (
    Array,
    Basic,
    Function,
    Member,
    Named,
    Pointer,
    Record,
    Tagged,
    Type,
    Unsaid,
    Void,
)
from cffi_workshop.cdef.source.parsed import Cdef

from .difference import BREAKS, HARMLESS, UNKNOWN
from .gap import Gap, worst
from .numbers import Numbers
from .order import swapped

__all__ = ["Types"]


class Types(Numbers):
    """Where types of the two sides differ."""

    def __init__(self, cdef: Cdef, header: Header) -> None:
        super().__init__(cdef, header)
        self._same: dict[tuple[str, str], bool] = {}
        self._open: set[tuple[str, str]] = set()
        self._called_by_c = False  # what is compared now is a function that C calls: a callback

    def gap(self, said: Type, wanted: Type) -> Gap | None:
        """Return the worst difference of two types, or None."""
        if said == wanted and isinstance(said, Named | Basic | Void):
            return None
        one, other = self.meaning(said), self.meaning(wanted)
        if isinstance(one, Unsaid):
            return self._unsaid(one, other, said, wanted)
        if isinstance(one, Pointer) and isinstance(other, Pointer):
            return self._pointers(one, other, said, wanted)
        if isinstance(one, Array) and isinstance(other, Array):
            return self._arrays(one, other, said, wanted)
        if isinstance(one, Function) and isinstance(other, Function):
            return self.functions(one, other)
        if isinstance(one, Void) or isinstance(other, Void):
            return self._void(one, other, said, wanted)
        if self._is_record(one) or self._is_record(other):
            return self._records(one, other, said, wanted)
        return self.scalars(one, other, said, wanted)

    def functions(self, said: Function, wanted: Function) -> Gap | None:
        """Compare two types of functions, as those that pointers to callbacks have."""
        if len(said.parameters) != len(wanted.parameters):
            return Gap(BREAKS, "count", said, wanted)
        if said.variadic != wanted.variadic:
            return Gap(BREAKS, "variadic", said, wanted)
        own = [self.decayed(one.type) for one in said.parameters]
        others = [self.decayed(one.type) for one in wanted.parameters]
        if swapped(self.gap, own, others):
            return Gap(BREAKS, "order", said, wanted)
        result = self.gap(said.result, wanted.result)
        found = worst([result, *map(self.passed, own, others)])
        return replace(found, in_callback=True) if found else None

    def passed(self, said: Type, wanted: Type) -> Gap | None:
        """Compare what a function takes: a function among it is called by the other side."""
        self._called_by_c = not self._called_by_c
        found = self.gap(said, wanted)
        self._called_by_c = not self._called_by_c
        return found

    def _is_record(self, kind: Type) -> bool:
        return isinstance(kind, Tagged) and kind.kind != "enum"

    def _unsaid(self, one: Unsaid, other: Type, said: Type, wanted: Type) -> Gap | None:
        number = self.scalar(other)
        is_number = number is not None and not isinstance(other, Pointer | Array | Function)
        if one.what == "int" and not (is_number and number and number.is_integer):
            return Gap(BREAKS, "kind", said, wanted)
        if one.what == "float" and not (is_number and number and number.kind == "floating"):
            return Gap(BREAKS, "kind", said, wanted)
        return None

    def _pointers(self, one: Pointer, other: Pointer, said: Type, wanted: Type) -> Gap | None:
        target, real = self.meaning(one.to), self.meaning(other.to)
        if isinstance(target, Void) or isinstance(real, Void):
            both = isinstance(target, Void) and isinstance(real, Void)
            found = None if both else Gap(HARMLESS, "void pointer", said, wanted)
        elif isinstance(target, Array) != isinstance(real, Array):
            found = self._rows(target, real, said, wanted)
        else:
            found = self.gap(one.to, other.to)
            found = self._behind(found, said, wanted) if found else None
        if found is None and one.const != other.const and self.cdef.keeps_const:
            return Gap(HARMLESS, "const", said, wanted)
        return found

    def _rows(self, target: Type, real: Type, said: Type, wanted: Type) -> Gap:
        """Compare the address of a row of numbers with that of a number: `m[4][4]` and `*m`."""
        items = [target, real]
        for place, kind in enumerate(items):
            while isinstance(kind, Array):
                kind = self.meaning(kind.item)
            items[place] = kind
        found = self.gap(*items)
        if found and found.grade != HARMLESS:
            return found.within(said, wanted, behind=1)
        return Gap(HARMLESS, "rows", said, wanted)

    def _behind(self, found: Gap, said: Type, wanted: Type) -> Gap | None:
        """Judge again what lies behind a pointer."""
        characters = [self.scalar(self.meaning(kind)) for kind in found.core]
        if found.what in ("sign", "character") and any(
            number is not None and number.kind == "character" and number.size == 1
            for number in characters
        ):
            return Gap(HARMLESS, "character", said, wanted)
        if found.what == "no result" or found.in_callback:
            return found.within(said, wanted)
        if found.what == "length":  # of an array behind it, which is a row
            return replace(found.within(said, wanted, behind=1), what="row")
        return found.within(said, wanted, behind=1)

    def _arrays(self, one: Array, other: Array, said: Type, wanted: Type) -> Gap | None:
        lengths = one.length, other.length
        if all(isinstance(length, int) for length in lengths) and one.length != other.length:
            is_table = isinstance(self.meaning(one.item), Array)
            return Gap(BREAKS, "row" if is_table else "length", said, wanted)
        found = self.gap(one.item, other.item)
        if found and found.what == "length":
            found = replace(found, what="row")
        return found.within(said, wanted) if found else None

    def _void(self, one: Type, other: Type, said: Type, wanted: Type) -> Gap | None:
        if isinstance(one, Void) and isinstance(other, Void):
            return None
        giver, taker = (one, other) if self._called_by_c else (other, one)
        if isinstance(taker, Void) and not self._is_record(giver):
            return Gap(HARMLESS, "no result", said, wanted)
        return Gap(BREAKS, "void", said, wanted)

    def _records(self, one: Type, other: Type, said: Type, wanted: Type) -> Gap | None:
        if not (self._is_record(one) and self._is_record(other)):
            number = self.scalar(other if self._is_record(one) else one)
            is_number = isinstance(one, Named | Basic)
            if is_number and number and self._is_record(other) and not self._is_shown(other):
                return Gap(HARMLESS, "opaque", said, wanted)
            return (
                Gap(BREAKS, "kind", said, wanted) if number else Gap(UNKNOWN, "kind", said, wanted)
            )
        assert isinstance(one, Tagged)
        assert isinstance(other, Tagged)
        if self._is_same(one.key, other.key):
            return None
        if self.is_foreign(one.key) and not self._members(one.key):
            return Gap(HARMLESS, "opaque", said, wanted)
        return Gap(BREAKS, "record", said, wanted)

    def _is_same(self, one: str, other: str) -> bool:
        """Say whether two structs are one: by a name that they share, or by equal members."""
        if one == other:
            return True
        if (one, other) not in self._same:
            if (one, other) in self._open:
                return True  # a struct that points to itself
            self._open.add((one, other))
            same = bool(self.names(one) & self.names(other)) or self._equal_members(one, other)
            self._open.discard((one, other))
            self._same[one, other] = same
        return self._same[one, other]

    def _is_shown(self, kind: Type) -> bool:
        """Say whether the header shows the members of a struct; else there are only pointers."""
        record = self.real.records.get(kind.key) if isinstance(kind, Tagged) else None
        return bool(record and record.members is not None)

    def _members(self, key: str) -> bool:
        record = self.record(key)
        return bool(record and record.members)

    def _equal_members(self, one: str, other: str) -> bool:
        """Say whether a struct that only the cdef names, or none, has the other's members."""
        mine, real = self.record(one), self.record(other)
        if not mine or not real or mine.members is None or real.members is None:
            return False
        if not self.is_foreign(one) or mine.kind != real.kind:
            return False
        pairs = self._pairs(mine, real)
        return bool(pairs) and all(self._fits(a, b) for a, b in pairs)

    def _pairs(self, mine: Record, real: Record) -> list[tuple[Member, Member]]:
        """Return the members to compare, or none where they are not the same ones.

        Of a struct inside another some may be left out: the size of the outer one tells.
        """
        own, others = mine.members or (), real.members or ()
        if Tagged(mine.key).is_anonymous:
            names = [one.name for one in own]
            others = tuple(one for one in others if one.name in names)
            if [one.name for one in others] != names and mine.kind == "struct":
                return []
            others = tuple(sorted(others, key=lambda one: names.index(one.name)))
        return list(zip(own, others, strict=True)) if len(own) == len(others) else []

    def _fits(self, mine: Member, real: Member) -> bool:
        found = self.gap(mine.type, real.type)
        return mine.bits == real.bits and (found is None or found.grade == HARMLESS)
