"""Size and sign of C's arithmetic types, as cffi has them on this machine."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cffi
from cffi import commontypes, model

__all__ = ["Scalar", "converts", "is_built_in", "scalar"]

CHARACTERS = ("char", "wchar_t", "char16_t", "char32_t")
FFI = cffi.FFI()


@dataclass(frozen=True)
class Scalar:
    """`kind` is "bool", "character", "signed", "unsigned", "floating", "complex" or "enum"."""

    kind: str
    size: int

    @property
    def is_integer(self) -> bool:
        return self.kind not in ("floating", "complex")

    @property
    def limit(self) -> int:
        """Return the largest number that it holds."""
        return 2 ** (8 * self.size - (self.kind == "signed")) - 1


def converts(given: Scalar, wanted: Scalar) -> bool:
    """Say whether C turns every number of one type into the other without a loss."""
    if "bool" in (given.kind, wanted.kind):
        return True
    if given.kind == wanted.kind:
        return wanted.size >= given.size
    if wanted.kind == "floating":
        return given.kind in ("signed", "unsigned", "enum") and given.size < wanted.size
    return given.kind == "unsigned" and wanted.kind == "signed" and wanted.size > given.size


def is_built_in(name: str) -> bool:
    """Say whether a cdef can use the name without a typedef, as `uint8_t`."""
    return name in commontypes.COMMON_TYPES


@functools.cache
def scalar(name: str) -> Scalar | None:
    """Return size and sign of a type by its name in a cdef; None where it is no number."""
    known = commontypes.COMMON_TYPES.get(name, name)
    if not isinstance(known, str) or known not in model.PrimitiveType.ALL_PRIMITIVE_TYPES:
        return None
    kind = model.PrimitiveType.ALL_PRIMITIVE_TYPES[known]
    size = FFI.sizeof(known)
    if known == "_Bool":
        return Scalar("bool", size)
    if known in CHARACTERS:
        return Scalar("character", size)
    if kind in ("f", "j"):
        return Scalar("floating" if kind == "f" else "complex", size)
    return Scalar("signed" if int(FFI.cast(known, -1)) < 0 else "unsigned", size)
