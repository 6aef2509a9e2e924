"""A variable of a library under test, given another value than the one that C left there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from . import guarded
from .library import Library
from .words import HIGH

__all__ = ["overwriting"]

WORD = 8  # bytes


def overwriting(library: Library | None, over: Mapping | None) -> Callable[[], None]:
    """Return a function that fills a variable of a guarded library with a byte.

    It does nothing where that was not asked for, or where the library has not set the variable
    since it was opened: what nobody sets is a constant, however declared.

    `over` has the name of the `library`, a `function` of it, `function_at` and `at`, the addresses
    of that and of the variable as nm tells them, the variable's `size` in bytes, and the `byte`.
    """
    if not over or not library:
        return lambda: None
    c, size = library.sides[HIGH][0], over["size"]
    fresh_copy = guarded.copy_of(str(Path(library.folder, over["library"])))
    unused = c.ffi.dlopen(fresh_copy, c.ffi.RTLD_NOW)
    place, fresh = (
        c.ffi.cast("char *", c.ffi.cast("uintptr_t", getattr(lib, over["function"])))
        + (over["at"] - over["function_at"])
        for lib in (c.lib, unused)
    )
    if is_same(c.ffi, place, fresh, size):
        return lambda: None
    return partial(c.ffi.memmove, place, bytes([over["byte"]]) * size, size)


def is_same(ffi: Any, place: Any, fresh: Any, size: int) -> bool:
    """Say whether two places hold the same, but for addresses in the library that each is in."""
    one, other = (ffi.cast("int64_t *", each) for each in (place, fresh))
    moved = {0, int(ffi.cast("intptr_t", place)) - int(ffi.cast("intptr_t", fresh))}
    rest = slice(size - size % WORD, size)
    return ffi.buffer(place, size)[rest] == ffi.buffer(fresh, size)[rest] and all(
        one[k] - other[k] in moved for k in range(size // WORD)
    )
