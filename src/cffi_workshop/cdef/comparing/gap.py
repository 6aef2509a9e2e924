"""One difference of two types, and how bad it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cffi_workshop.cdef.language.model import Type

from .difference import BREAKS, HARMLESS, UNKNOWN

__all__ = ["Gap", "worst"]

ORDER = {HARMLESS: 0, UNKNOWN: 1, BREAKS: 2}


@dataclass(frozen=True)
class Gap:
    """One difference of two types; `what` says of what kind, `behind` through how many pointers."""

    grade: str
    what: str
    said: Type
    wanted: Type
    behind: int = 0
    in_callback: bool = False  # what differs is a result or parameter of a function that is passed
    inner: tuple[Type, Type] | None = None

    @property
    def core(self) -> tuple[Type, Type]:
        """Return the two types that differ, without the pointers and arrays around them."""
        return self.inner or (self.said, self.wanted)

    def within(self, said: Type, wanted: Type, behind: int = 0) -> Gap:
        """Return the same difference as one of the types around it."""
        return replace(self, said=said, wanted=wanted, behind=self.behind + behind, inner=self.core)


def worst(gaps: Iterable[Gap | None]) -> Gap | None:
    return max((gap for gap in gaps if gap), key=lambda gap: ORDER[gap.grade], default=None)
