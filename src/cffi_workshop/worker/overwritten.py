"""A variable of a library under test, given another value than the one that it left there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

__all__ = ["overwriting"]


def overwriting(
    c: SimpleNamespace, function: str, function_at: int, at: int, size: int, byte: int
) -> Callable[[], None]:
    """Return what fills a variable with that byte; `at` and `function_at` are addresses as nm tells
    them.
    """
    start = int(c.ffi.cast("uintptr_t", getattr(c.lib, function))) - function_at
    return partial(c.ffi.memmove, c.ffi.cast("char *", start + at), bytes([byte]) * size, size)
