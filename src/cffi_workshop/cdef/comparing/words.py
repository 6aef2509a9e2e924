"""Both sides of a difference as C, and a declaration that would be right."""

from __future__ import annotations

from cffi_workshop.cdef.language.model import Basic, Named, Place, Tagged, Type
from cffi_workshop.cdef.language.scalars import is_built_in
from cffi_workshop.cdef.language.spelling import Spelling

from .consequences import consequence
from .difference import Difference
from .gap import Gap
from .types import Types

__all__ = ["Words"]


class Words:
    """Spells the cdef's side, the header's, and the header's in names that the cdef knows."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.mine = Spelling(records=types.known.records.get)
        self.theirs = Spelling(records=types.real.records.get)
        self.right = Spelling(self._known_to_cdef, types.real.records.get)
        self.said, self.real = self.mine.declared, self.theirs.declared
        self.corrected = self.right.declared

    def difference(
        self,
        gap: Gap,
        name: str,
        role: str,
        said: str,
        wanted: str,
        place: Place,
        header_place: Place | None,
        correction: str,
    ) -> Difference:
        told = consequence(gap, role, self.types)
        types = self.said(gap.said), self._explained(gap.wanted)
        return Difference(
            gap.grade, name, gap.what, said, wanted, told, correction, place, header_place, *types
        )

    def _explained(self, kind: Type) -> str:
        """Return the header's name of a type, and what it means where the cdef lacks it."""
        name, meaning = self.real(kind), self.corrected(kind)
        return name if name == meaning else f"{name} ({meaning})"

    def _known_to_cdef(self, kind: Type) -> Type:
        while isinstance(kind, Named) and not self._has(kind.name):
            if kind.name not in self.types.real.typedefs:
                return kind
            kind = self.types.real.typedefs[kind.name].type
        if isinstance(kind, Tagged):
            return self._tagged(kind)
        return kind

    def _has(self, name: str) -> bool:
        return name in self.types.known.typedefs or is_built_in(name)

    def _tagged(self, kind: Tagged) -> Type:
        known = self.types.known
        if kind.key in known.records or kind.key in known.enums:
            return kind
        for name in sorted(self.types.real.names_of(kind.key)):
            if name in known.typedefs:
                return Named(name)
        if kind.kind == "enum":
            names = self.types.real.enums.get(kind.key, ())
            values = [self.types.real.constants[name].value or 0 for name in names]
            return Basic("int" if min(values, default=0) < 0 else "unsigned int")
        return kind
