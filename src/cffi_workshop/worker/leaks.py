"""Whether calls leave memory behind, by what the sanitizer counts and finds."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Callable
from typing import IO

import cffi

__all__ = ["find", "prepare"]

WARM_UP, ROUNDS, MOST = 2, 4, 16
# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("""
    int __lsan_do_recoverable_leak_check(void);
    size_t __sanitizer_get_current_allocated_bytes(void);
""")
_SIZES = _ffi.typeof("size_t[]")
_files: list[IO[bytes]] = []


def find(call_all_again: Callable[[], None], *, report: bool) -> str:
    """Say that all calls, made once more, leave more memory held, again and again; else nothing.

    The sanitizer's `report` of what has leaked is slow to make, and goes ahead of that line where
    it is asked for. What is held and can still be reached is in no report.
    """
    lib = _ffi.dlopen(None)
    # Not as attributes: inside of a class, Python would mangle names that begin so.
    held = getattr(lib, "__sanitizer_get_current_allocated_bytes")
    # In C, since a Python int would be memory as well.
    marks, grown = _ffi.new(_SIZES, MOST), 0
    for place in range(MOST):
        call_all_again()
        gc.collect()
        marks[place] = held()
        if place < WARM_UP:
            continue
        if marks[place] == marks[place - 1]:
            return ""
        # Less is held where something else let go meanwhile, such as a thread that has ended.
        grown = grown + 1 if marks[place] > marks[place - 1] else 0
        if grown == ROUNDS:
            break
    else:
        return ""
    least = min(marks[place - back] - marks[place - back - 1] for back in range(ROUNDS))
    said = _what_c_prints(getattr(lib, "__lsan_do_recoverable_leak_check")) if report else ""
    return f"{said}\nHeld longer with each round of calls: {least} bytes\n"


def prepare() -> None:
    """Open a file in memory, if there is such a thing, for what is said; a run itself may not.

    The sanitizer, writing its report to a file in the run's folder, called abort() in some
    checkouts; why is not known.
    """
    if hasattr(os, "memfd_create"):  # Linux; namespaces.py has the kernel refuse it later
        _files.append(os.fdopen(os.memfd_create("said"), "w+b"))


def _what_c_prints(function: Callable[[], object]) -> str:
    """Call `function` and return what it wrote on descriptor 2."""
    file = _files[0] if _files else tempfile.TemporaryFile()  # noqa: SIM115 - closed with the run
    file.seek(0)
    file.truncate()
    saved = os.dup(2)
    os.dup2(file.fileno(), 2)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, saved)
        stack.callback(os.dup2, saved, 2)
        function()
    file.seek(0)
    return file.read(200_000).decode(errors="replace")
