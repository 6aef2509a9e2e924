"""Where a sanitized Python has its objects: in pools of its own, or each in a watched block.

What calls C alone has no need of those, and pools are twice as fast. So a process begins with
pools, and goes over to malloc() before the learner's Python comes.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import cffi

__all__ = ["load", "show_to_sanitizer"]

_ffi = cffi.FFI()
_ffi.cdef("void show_to_sanitizer(void);")
_loaded: list[Any] = []


def load(library: bytes) -> bool:
    """Load python_memory.c, compiled; return whether it can be called here."""
    if {"t", "d"} & set(sys.abiflags):  # without the GIL, and for debugging, Python has other pools
        return False
    try:
        descriptor = os.memfd_create("python_memory")
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            file.write(library)
            opened = _ffi.dlopen(f"/proc/self/fd/{descriptor}")
    except OSError:
        return False
    _loaded.append(opened.show_to_sanitizer)
    return True


def show_to_sanitizer() -> None:
    """Have Python take all from malloc() from now on, where it does not already."""
    for function in _loaded:
        function()
