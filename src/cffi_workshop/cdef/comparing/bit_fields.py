"""Where bit fields lie: C gives them no offset, so that what stands ahead of them has to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cffi_workshop.cdef.language.model import Member

__all__ = ["shifts_bits"]


def shifts_bits(
    real: Mapping[str | None, Member], own: Mapping[str | None, Member], missing: Iterable[Member]
) -> bool:
    """Say whether bit fields of the cdef follow a member that the cdef lacks."""
    lacking = {one.name for one in missing}
    shifted = False
    for name, one in real.items():
        shifted = name in lacking or (shifted and one.bits is not None)
        if shifted and name in own:
            return True
    return False
