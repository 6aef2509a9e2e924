"""The C under test: a library, open as the reference cdef has it, behind the checker's harness."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import _cffi_backend
import cffi

from . import guarded, kept, scenes, wire
from .words import HIGH, LOW, SCARCE

__all__ = ["HARNESS", "Library"]

HARNESS = "harness.py"
# Keep a library mapped after dlclose(), so that a leak report can still name its lines.
RTLD_NODELETE = getattr(os, "RTLD_NODELETE", 0)

# Parsed and looked up here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("void *malloc(size_t); void free(void *);")
_libc = _ffi.dlopen(None)
_MALLOC_AND_FREE = _libc.malloc, _libc.free
_FUNCTION = _ffi.typeof("void(*)(void)")
_load_library = _cffi_backend.load_library  # bound early: the learner's code may replace the name

Side = tuple[SimpleNamespace, Any]
"""What the harness is handed (`ffi`, `lib`, and its own `new`, `lock` and `scarce`), and itself."""


class Library:
    """A library in the folder of a run, open once, or twice if it is `guarded`.

    In a guarded one, its arguments lie at one `end` of a block or at the other.
    """

    def __init__(self, folder: str, request: dict) -> None:
        self.folder, self.path = folder, str(Path(folder, request["library"]))
        self.sides: dict[str | None, Side] = {}
        self._begin: dict[str, bytes] = {}  # what its variables hold before any call
        ffi = cffi.FFI()
        ffi.cdef(request["cdef"])
        if request.get("guarded"):
            # Two libraries, each with variables of its own, so that each gets every call once.
            for end, path in ((LOW, self.path), (HIGH, guarded.copy_of(self.path))):
                new, lock = guarded.allocator(ffi, end), functools.partial(guarded.lock, ffi)
                self.sides[end] = self._side(ffi, path, new=new, lock=lock, scarce=guarded.scarce)
        else:
            # malloc() gives a block of just this size, fenced by the sanitizer on both sides. Where
            # memory is scarce it gives no large one, and the check's own come from elsewhere.
            is_scarce = SCARCE in os.environ.get("ASAN_OPTIONS", "")
            fenced = ffi.new_allocator(*_MALLOC_AND_FREE)
            new = guarded.allocator(ffi, HIGH) if is_scarce else fenced
            # The sanitizer has more address space than one can count.
            tools = {"lock": lambda block: None, "scarce": lambda room: nullcontext(is_scarce)}
            self.sides[None] = self._side(
                ffi, self.path, request.get("prefix", ""), new=new, **tools
            )
            self._begin = kept.contents(self.path)

    def _side(self, ffi: cffi.FFI, path: str, prefix: str = "", **tools: Any) -> Side:
        lib = ffi.dlopen(path, ffi.RTLD_NOW | RTLD_NODELETE)
        if prefix:
            lib = Prefixed(lib, prefix)
        harness = Path(self.folder, HARNESS)
        module = scenes.load(str(harness), "harness") if harness.exists() else None
        return SimpleNamespace(ffi=ffi, lib=lib, **tools), module

    def left(self) -> str:
        """Say what its variables hold when its calls are over."""
        return kept.in_variables(self.path) + kept.changed(self.path, self._begin)

    def exports(self, name: str) -> bool:
        """Say whether the library exports a name, declared or not."""
        try:
            _load_library(self.path).load_function(_FUNCTION, name)
        except AttributeError:
            return False
        return True

    def call_of(self, request: dict) -> Callable[[], object]:
        """Return a call of a function of the harness, which calls C."""
        c, harness = self.sides[request.get("end")]
        arguments = map(wire.decode, request["arguments"])
        return functools.partial(getattr(harness, request["function"]), c, *arguments)


class Prefixed:
    """One of several libraries that were made into one.

    There, each function has a prefix ahead of its name; here it has none.
    """

    def __init__(self, lib: Any, prefix: str) -> None:
        self._lib, self._prefix = lib, prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lib, self._prefix + name)
