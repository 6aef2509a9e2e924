"""Memory between two pages that nobody may touch: what reaches out of it ends the process at once.

It is for runs without the sanitizer, whose instruments a learner's code can switch off or look for.
"""

from __future__ import annotations

import mmap

import cffi

__all__ = ["HIGH", "LOW", "allocator"]

LOW, HIGH = "low", "high"  # the end of the block that lies at a guard page
PAGE = mmap.PAGESIZE
ANONYMOUS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
NO_ACCESS = 0


def allocator(ffi: cffi.FFI, end: str):
    """Return what ffi.new() is, over blocks of which one end lies at a page without access.

    A block that is let go is unmapped. Its other end may be up to a page away from the guard.
    """
    libc = cffi.FFI()
    libc.cdef("""
        void *mmap(void *, size_t, int, int, int, long);
        int munmap(void *, size_t);
        int mprotect(void *, size_t, int);
    """)
    system = libc.dlopen(None)
    lengths: dict[int, tuple[object, int]] = {}

    def allocate(size: int):
        usable = -(-size // PAGE) * PAGE
        whole = usable + 2 * PAGE
        start = system.mmap(libc.NULL, whole, NO_ACCESS, ANONYMOUS, -1, 0)
        inside = libc.cast("char *", start) + PAGE
        if usable:
            system.mprotect(inside, usable, mmap.PROT_READ | mmap.PROT_WRITE)
        block = inside + (usable - size if end == HIGH else 0)
        lengths[int(libc.cast("uintptr_t", block))] = (start, whole)
        return ffi.cast("char *", int(libc.cast("uintptr_t", block)))

    def free(block) -> None:
        start, whole = lengths.pop(int(ffi.cast("uintptr_t", block)))
        system.munmap(start, whole)

    return ffi.new_allocator(allocate, free)
