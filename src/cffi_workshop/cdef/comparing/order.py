"""Parameters that changed places: each alone may look harmless, `void *` for anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from cffi_workshop.cdef.language.model import Type

from .difference import HARMLESS
from .gap import Gap

__all__ = ["swapped"]


def swapped(
    gap: Callable[[Type, Type], Gap | None], own: Sequence[Type], others: Sequence[Type]
) -> tuple[int, int] | None:
    """Return two parameters of other types, which would fit if they changed places.

    An int and an enum are one to C: those are swapped only where each then fits without a word.
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
