"""A variable of a library under test, given another value than the one that it left there."""

from __future__ import annotations

from types import SimpleNamespace

__all__ = ["overwrite"]


def overwrite(
    c: SimpleNamespace, function: str, function_at: int, at: int, size: int, byte: int
) -> None:
    """Fill a variable with that byte; `at` and `function_at` are addresses as nm tells them."""
    start = int(c.ffi.cast("uintptr_t", getattr(c.lib, function))) - function_at
    c.ffi.memmove(c.ffi.cast("char *", start + at), bytes([byte]) * size, size)
