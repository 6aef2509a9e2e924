"""A variable of a library under test, given another value than the one that it left there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from . import guarded

__all__ = ["overwrite"]

WORD = 8  # bytes


def overwrite(
    c: SimpleNamespace, library: str, function: str, function_at: int, at: int, size: int, byte: int
) -> None:
    """Fill a variable with that byte, if the library has set it since it was opened: what nobody
    sets is a constant, whatever it is declared as.

    `at` and `function_at` are addresses as nm tells them, `size` is in bytes.
    """
    ffi = c.ffi
    unused = ffi.dlopen(guarded.copy_of(library), ffi.RTLD_NOW)
    place, fresh = (
        ffi.cast("char *", int(ffi.cast("uintptr_t", getattr(lib, function))) - function_at + at)
        for lib in (c.lib, unused)
    )
    if not is_same(ffi, place, fresh, size):
        ffi.memmove(place, bytes([byte]) * size, size)


def is_same(ffi: Any, place: Any, fresh: Any, size: int) -> bool:
    """Say whether two places hold the same, but for addresses in the library that each is in."""
    one, other = (ffi.cast("int64_t *", each) for each in (place, fresh))
    moved = {0, int(ffi.cast("intptr_t", place)) - int(ffi.cast("intptr_t", fresh))}
    rest = slice(size - size % WORD, size)
    return ffi.buffer(place, size)[rest] == ffi.buffer(fresh, size)[rest] and all(
        one[k] - other[k] in moved for k in range(size // WORD)
    )
