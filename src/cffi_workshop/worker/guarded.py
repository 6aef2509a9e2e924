"""Memory between two pages that nobody may touch: what reaches out of it ends the process at once.

It is for runs without the sanitizer, whose instruments a learner's code can switch off or look for.
"""

from __future__ import annotations

import mmap
import resource
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cffi

from .words import HIGH

__all__ = ["allocator", "copy_of", "lock", "scarce"]

PAGE = mmap.PAGESIZE
ANONYMOUS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
NO_ACCESS = 0
# To map a block anew costs four times as much as to open one that was let go. Those wait in turn,
# so that what still points to one meets no other block in its place.
MOST_PARKED, LARGEST_PARKED = 8, 16 * PAGE

# Parsed and looked up here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("""
    void *mmap(void *, size_t, int, int, int, long);
    int munmap(void *, size_t);
    int mprotect(void *, size_t, int);
""")
_libc = _ffi.dlopen(None)
_MMAP, _MUNMAP, _MPROTECT = _libc.mmap, _libc.munmap, _libc.mprotect
_BYTES, _ADDRESS = map(_ffi.typeof, ("char *", "uintptr_t"))


def allocator(ffi: cffi.FFI, end: str) -> Callable[..., Any]:
    """Return what ffi.new() is, over blocks of which one end lies at a page without access.

    Nor is there any to a block that was let go. Its other end may be up to a page away from the
    guard.
    """
    taken: dict[Any, tuple[Any, int]] = {}
    parked: defaultdict[int, deque[Any]] = defaultdict(deque)

    def allocate(size: int) -> Any:
        usable = -(-size // PAGE) * PAGE
        waiting = parked[usable]
        inside = waiting.popleft() if len(waiting) > MOST_PARKED else _mapped(usable)
        if usable:
            _MPROTECT(inside, usable, mmap.PROT_READ | mmap.PROT_WRITE)
        block = inside + (usable - size if end == HIGH else 0)
        taken[block] = inside, usable
        return block

    def free(block: Any) -> None:
        inside, usable = taken.pop(block)
        if usable > LARGEST_PARKED:
            _MUNMAP(inside - PAGE, usable + 2 * PAGE)
            return
        if usable:
            _MPROTECT(inside, usable, NO_ACCESS)
        parked[usable].append(inside)

    return ffi.new_allocator(allocate, free)


def lock(ffi: cffi.FFI, block: Any) -> None:
    """Let nobody write to a block of such an allocator until it is let go: C may only read it."""
    if size := ffi.sizeof(block):
        start = int(ffi.cast(_ADDRESS, block))
        begin = start // PAGE * PAGE
        _MPROTECT(_ffi.cast(_BYTES, begin), start + size - begin, mmap.PROT_READ)


@contextmanager
def scarce(room: int) -> Iterator[bool]:
    """Let this process have so many bytes more and no others, so that malloc() gives NULL.

    Gives whether that is so: not every system tells what a process has.
    """
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * PAGE + room, before[1]))
    except (OSError, ValueError):
        yield False
        return
    try:
        yield True
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _mapped(usable: int) -> Any:
    """Return where so many bytes begin that lie between two pages, all of them without access."""
    start = _MMAP(_ffi.NULL, usable + 2 * PAGE, NO_ACCESS, ANONYMOUS, -1, 0)
    return _ffi.cast(_BYTES, start) + PAGE


def copy_of(library: str) -> str:
    """Return a file like this one, which is loaded as another library."""
    copy = Path(tempfile.mkdtemp(dir=Path(library).parent), Path(library).name)
    copy.write_bytes(Path(library).read_bytes())
    return str(copy)
