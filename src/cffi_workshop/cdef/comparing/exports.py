"""Names that no library has: their code stands in the header, or it is another version."""

from __future__ import annotations

from cffi_workshop.cdef.language.model import Declared

from . import consequences
from .difference import BREAKS, Difference
from .lacking import LACKING
from .types import Types

__all__ = ["NOT_EXPORTED", "inline", "not_exported"]

NOT_EXPORTED = "not exported"  # the kind of difference


def inline(one: Declared, real: Declared) -> Difference:
    """Return the difference for a function whose code is in the header."""
    return Difference(
        BREAKS,
        f"{one.name}()",
        "inline",
        "a function of the library",
        "static inline",
        consequences.INLINE,
        "",
        one.place,
        real.place,
    )


def not_exported(
    types: Types, found: list[Difference], exported: dict[str, bool]
) -> list[Difference]:
    """Add what the library does not have; what the header lacks as well is told once."""
    cdef, header = types.cdef, types.header
    declared = {**cdef.declarations.functions, **cdef.declarations.variables}
    absent = {one.name.removesuffix("()") for one in found if one.what == LACKING}
    added = []
    for name, one in declared.items():
        if exported.get(name, True) or name in header.inline or name in cdef.included:
            continue
        if cdef.is_api and (name in header.macros or name not in header.declarations.functions):
            continue
        wanted = consequences.NOT_THERE_AT_ALL if name in absent else "not exported by the library"
        added.append(
            Difference(
                BREAKS,
                name,
                NOT_EXPORTED,
                "declared",
                wanted,
                consequences.NOT_EXPORTED,
                "",
                one.place,
                None,
            )
        )
    again = {one.name for one in added}
    told = [one for one in found if one.what != LACKING or one.name.removesuffix("()") not in again]
    return [*told, *added]
