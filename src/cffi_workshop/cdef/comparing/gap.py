"""One difference of two types, how bad it is, and parameters that only changed places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from cffi_workshop.cdef.language.model import Type

from .difference import BREAKS, HARMLESS, UNKNOWN

__all__ = ["Gap", "swapped", "worst"]

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


def swapped(
    gap: Callable[[Type, Type], Gap | None], own: Sequence[Type], others: Sequence[Type]
) -> tuple[int, int] | None:
    """Return two parameters of other types, which would fit if they changed places.

    Each alone may look harmless, `void *` for anything. An int and an enum are one to C: those are
    swapped only where each then fits without a word.
    """
    straight = [gap(*pair) for pair in zip(own, others, strict=True)]
    wrong = [place for place, one in enumerate(straight) if not _fits(one)]
    enums = [place for place, one in enumerate(straight) if one and one.what == "enum"]
    for one, other in combinations(sorted(wrong + enums), 2):
        crossed = gap(own[one], others[other]), gap(own[other], others[one])
        is_exact = crossed == (None, None)
        if is_exact or (one in wrong and other in wrong and all(map(_fits, crossed))):
            return one, other
    return None


def _fits(gap: Gap | None) -> bool:
    """Say whether two types are meant to be one; `void *` is for anything."""
    return gap is None or (gap.grade == HARMLESS and gap.what not in ("void pointer", "opaque"))
