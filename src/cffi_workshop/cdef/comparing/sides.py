"""What names mean on both sides, a cdef's and a header's."""

from __future__ import annotations

from functools import cached_property

from cffi_workshop.cdef.header.read import Header
from cffi_workshop.cdef.language.model import (
    Array,
    Basic,
    Function,
    Named,
    Pointer,
    Record,
    Tagged,
    Type,
)
from cffi_workshop.cdef.language.scalars import Scalar, is_built_in, scalar
from cffi_workshop.cdef.source.parsed import Cdef

__all__ = ["Sides"]

MANY = 30  # names that the header lacks; a person who types misspells fewer
POINTER = Scalar("unsigned", scalar("uintptr_t").size)  # type: ignore[union-attr]


class Sides:
    """The header's word for a name counts, so that a wrong typedef is told once."""

    def __init__(self, cdef: Cdef, header: Header) -> None:
        self.cdef, self.header = cdef, header
        self.known, self.real = cdef.declarations, header.declarations

    @cached_property
    def lacks_many(self) -> bool:
        """Say whether the header lacks so many names that it is of another version."""
        names = {*self.header.names, *self.header.macros}
        return sum(name not in names for name in self.cdef.names) > MANY

    def meaning(self, kind: Type) -> Type:
        """Follow typedefs, the header's where it has the name."""
        seen = set()
        while isinstance(kind, Named) and kind.name not in seen:
            seen.add(kind.name)
            side = self.real if kind.name in self.real.typedefs else self.known
            if kind.name in side.typedefs:
                kind = side.typedefs[kind.name].type
            elif kind.name == "FILE":
                kind = Tagged("struct _IO_FILE")
        return kind

    def record(self, key: str) -> Record | None:
        """Return a struct or union by its key: the header's, or else the cdef's."""
        own = self.real.records.get(key)
        return own if own and own.members is not None else self.known.records.get(key, own)

    def scalar(self, kind: Type) -> Scalar | None:
        """Return size and sign; of a pointer, those of the number that is its address."""
        if isinstance(kind, Pointer | Array | Function):
            return POINTER
        if isinstance(kind, Tagged):
            layout = self.header.layouts.get(kind.key)
            return Scalar("enum", (layout.size if layout and layout.size else 4))
        if isinstance(kind, Named | Basic):
            return scalar(kind.name)
        return None

    def names(self, key: str) -> set[str]:
        return self.known.names_of(key) | self.real.names_of(key)

    def has_by_value(self, record: Record) -> bool:
        """Say whether the cdef passes, returns, holds or has arrays of a struct itself."""
        names = self.known.names_of(record.key) | {record.key}
        used: list[Type] = []
        for one in self.known.functions.values():
            kind = self.known.meaning(one.type)
            if isinstance(kind, Function):
                used += [kind.result, *(parameter.type for parameter in kind.parameters)]
        used += [one.type for one in self.known.variables.values()]
        used += [m.type for other in self.known.records.values() for m in other.members or ()]
        return any(self._key_of(kind) in names for kind in used)

    def _key_of(self, kind: Type) -> str:
        kind = self.known.meaning(kind)
        while isinstance(kind, Array):
            kind = self.known.meaning(kind.item)
        return kind.key if isinstance(kind, Tagged) else ""

    def is_foreign(self, key: str) -> bool:
        """Say whether the header knows a struct of the cdef by none of its names."""
        return not any(
            name in self.real.typedefs or name in self.real.records for name in self.names(key)
        )

    def decayed(self, kind: Type) -> Type:
        """Return what a parameter is passed as: of an array the address of its first item."""
        meaning = self.meaning(kind)
        if isinstance(meaning, Array):
            return Pointer(meaning.item, meaning.const)
        return Pointer(meaning) if isinstance(meaning, Function) else kind

    def usual_name(self, kind: Type) -> Type:
        """Follow typedefs to the first name that all of C knows: size_t, unsigned long."""
        while isinstance(kind, Named) and not is_built_in(kind.name):
            side = self.real if kind.name in self.real.typedefs else self.known
            if kind.name not in side.typedefs:
                break
            kind = side.typedefs[kind.name].type
        return kind
