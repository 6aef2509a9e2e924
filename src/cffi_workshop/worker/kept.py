"""What a library keeps when its calls are over: memory that a variable of its own has, threads."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import Any

import cffi

__all__ = ["changed", "contents", "in_variables", "threads", "threads_beyond"]

MAPS, THREADS = Path("/proc/self/maps"), Path("/proc/self/task")  # of Linux
LOOKS, LOOK_SECONDS = 20, 0.01  # a thread that was waited for may be there a moment longer
ELF64 = b"\x7fELF\x02"
BEYOND = 2**52  # no program has addresses there; most floats are larger numbers
SYMBOL_TABLE, VARIABLE, OF_A_THREAD, WORD = 2, 1, 6, 8
OPEN_ALREADY, BLOCK_OF_THREAD = 0x5, 10  # RTLD_LAZY with RTLD_NOLOAD, RTLD_DI_TLS_DATA (glibc)
SECTION, SYMBOL = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ")
# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("""
    const char *__asan_locate_address(void *, char *, size_t, void **, size_t *);
    int __sanitizer_get_ownership(void *);
    size_t __sanitizer_get_allocated_size(void *);
    void *dlopen(const char *, int);
    int dlinfo(void *, int, void *);
""")
_ADDRESS, _SIZE = _ffi.typeof("void **"), _ffi.typeof("size_t *")


def in_variables(path: str) -> str:
    """Say which variables of an open library hold memory that is not freed; else nothing.

    Only the sanitizer knows which memory that is. It calls such memory no leak, since the library
    could still reach it.
    """
    if not MAPS.exists():
        return ""
    library = Path(path).read_bytes()
    for kind, begin_of in ((VARIABLE, _begin_of), (OF_A_THREAD, _begin_of_thread)):
        variables = variables_of(library, kind)
        begin = begin_of(path) if variables else 0
        for name, at, size in variables if begin else ():
            if held := sum(map(_bytes_at, _addresses_in(begin + at, size))):
                return f"\nKept in a variable: {held} bytes, {name.partition('.')[0]}\n"
    return ""


def contents(path: str) -> dict[str, bytes]:
    """Return what is in each variable of an open library that all threads share."""
    variables = variables_of(Path(path).read_bytes()) if MAPS.exists() else []
    begin = _begin_of(path) if variables else 0
    return {
        name: bytes(_ffi.buffer(_ffi.cast("char *", begin + at), size))
        for name, at, size in (variables if begin else ())
    }


def changed(path: str, before: dict[str, bytes]) -> str:
    """Say which of these variables hold something else now; a static one goes by its own name."""
    now = contents(path)
    names = {name.partition(".")[0] for name in before if now.get(name) != before[name]}
    return f"\nChanged by calls: {' '.join(sorted(names))}\n" if before else ""


def threads() -> set[str]:
    """Return the threads of this process, as the kernel numbers them."""
    return {each.name for each in THREADS.iterdir()} if THREADS.exists() else set()


def threads_beyond(before: set[str]) -> str:
    """Say how many threads there are beside those; else nothing."""
    for _ in range(LOOKS):
        if not (left := threads() - before):
            return ""
        time.sleep(LOOK_SECONDS)
    return f"\nLeft at work: {len(left)} threads\n"


def _addresses_in(begin: int, size: int) -> list[Any]:
    """Return what may be an address in a variable, which may be a million numbers of a field."""
    if size < WORD:
        return []
    words = memoryview(_ffi.buffer(_ffi.cast("char *", begin), size // WORD * WORD)).cast("Q")
    return [_ffi.cast("void *", word) for word in {*words} if word and word < BEYOND]


def _bytes_at(address: Any) -> int:
    """Return how large the block is that an address lies in; 0 where it is freed, or none."""
    asan = _ffi.dlopen(None)
    region, size = _ffi.new(_ADDRESS), _ffi.new(_SIZE)
    # Not as attributes: inside of a class, Python would mangle names that begin so.
    getattr(asan, "__asan_locate_address")(address, _ffi.NULL, 0, region, size)
    if not region[0] or not getattr(asan, "__sanitizer_get_ownership")(region[0]):
        return 0
    return int(getattr(asan, "__sanitizer_get_allocated_size")(region[0]))


def _begin_of(path: str) -> int:
    """Return where a library lies in memory, or 0."""
    path = os.path.realpath(path)
    for line in MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        addresses, _, offset, *_, name = line.split(maxsplit=5)
        if name == path and int(offset, 16) == 0:
            return int(addresses.partition("-")[0], 16)
    return 0


def _begin_of_thread(path: str) -> int:
    """Return where this thread has the variables of a library that each thread has, or 0."""
    linker, block = _ffi.dlopen(None), _ffi.new(_ADDRESS)
    opened = linker.dlopen(os.fsencode(path), OPEN_ALREADY)
    if opened and hasattr(linker, "dlinfo"):  # musl has none
        linker.dlinfo(opened, BLOCK_OF_THREAD, block)
    return int(_ffi.cast("intptr_t", block[0]))


def variables_of(library: bytes, kind: int = VARIABLE) -> list[tuple[str, int, int]]:
    """Return name, place and size of each variable that a library of ELF has, its own ones too.

    `kind` tells those that all threads share from those that each thread has.
    """
    if not library.startswith(ELF64):
        return []
    at, size, count = struct.unpack_from("<40xQ10xHH", library)
    sections = [SECTION.unpack_from(library, at + place * size) for place in range(count)]
    found = []
    for table in (each for each in sections if each[1] == SYMBOL_TABLE):
        names = sections[table[6]][4]
        for symbol in SYMBOL.iter_unpack(library[table[4] : table[4] + table[5]]):
            name, said, _, section, place, length = symbol
            if said & 0xF == kind and section:
                end = library.index(b"\0", names + name)
                found.append((library[names + name : end].decode(), place, length))
    return found
