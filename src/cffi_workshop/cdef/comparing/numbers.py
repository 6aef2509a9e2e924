"""Where two numbers differ: size, sign, kind; enums and addresses are numbers here."""

from __future__ import annotations

from cffi_workshop.cdef.language.model import Array, Function, Pointer, Tagged, Type
from cffi_workshop.cdef.language.scalars import Scalar, scalar

from .difference import BREAKS, HARMLESS, UNKNOWN
from .gap import Gap
from .sides import Sides

__all__ = ["Numbers"]

LONG = scalar("long").size  # type: ignore[union-attr]
EIGHT_BYTES = {"int64_t", "uint64_t", "long long", "unsigned long long"}  # on every machine


class Numbers(Sides):
    """Where two types that are numbers differ."""

    def scalars(self, one: Type, other: Type, said: Type, wanted: Type) -> Gap | None:
        """Return the difference of two numbers, or of what is passed as one."""
        mine, real = self.scalar(one), self.scalar(other)
        if mine is None or real is None:
            return Gap(UNKNOWN, "kind", said, wanted)
        pointers = sum(isinstance(kind, Pointer | Array | Function) for kind in (one, other))
        if mine.is_integer != real.is_integer:
            return Gap(BREAKS, "kind", said, wanted)
        if mine.size != real.size:
            return Gap(BREAKS, "pointer" if pointers else "size", said, wanted)
        if pointers == 2:  # an array where the other has a pointer, or a function
            return Gap(BREAKS, "kind", said, wanted)
        if pointers:
            return self._address(said, wanted)
        return self._signs(mine, real, one, other, said, wanted)

    def _address(self, said: Type, wanted: Type) -> Gap:
        """Judge a number as large as a pointer for one: two types are made to hold addresses."""
        names = names_of({self.usual_name(said), self.usual_name(wanted)})
        is_meant = bool(names & {"uintptr_t", "intptr_t"})
        return Gap(
            HARMLESS if is_meant else BREAKS, "address" if is_meant else "pointer", said, wanted
        )

    def _signs(
        self, mine: Scalar, real: Scalar, one: Type, other: Type, said: Type, wanted: Type
    ) -> Gap | None:
        """Compare numbers of one size."""
        if {mine.kind, real.kind} == {"signed", "unsigned"}:
            return Gap(BREAKS, "sign", said, wanted)
        if mine.kind == real.kind == "enum":
            assert isinstance(one, Tagged)
            assert isinstance(other, Tagged)
            named = one == other or self.names(one.key) & self.names(other.key)
            same = named or {*self.known.enums[one.key]} & {*self.real.enums[other.key]}
            return None if same else Gap(HARMLESS, "enum", said, wanted)
        if "enum" in (mine.kind, real.kind):
            return Gap(HARMLESS, "enum", said, wanted)
        if mine.kind != real.kind:
            what = "character" if "character" in (mine.kind, real.kind) else "bool"
            return Gap(HARMLESS, what, said, wanted)
        names = {self.usual_name(said), self.usual_name(wanted)}
        if mine.size < LONG or len(names) == 1 or names_of(names) <= EIGHT_BYTES:
            return None
        return Gap(HARMLESS, "name", said, wanted)


def names_of(kinds: set[Type]) -> set[str]:
    return {getattr(kind, "name", "") for kind in kinds}
