"""Memory that a library got and never gave back, since a variable of its own still has it."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import cffi

__all__ = ["in_variables"]

MAPS = Path("/proc/self/maps")  # of Linux
ELF64 = b"\x7fELF\x02"
SYMBOL_TABLE, VARIABLE, WORD = 2, 1, 8
SECTION, SYMBOL = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ")
# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("""
    const char *__asan_locate_address(void *, char *, size_t, void **, size_t *);
    int __sanitizer_get_ownership(void *);
    size_t __sanitizer_get_allocated_size(void *);
""")
_ADDRESS, _SIZE = _ffi.typeof("void **"), _ffi.typeof("size_t *")


def in_variables(path: str) -> str:
    """Say which variables of an open library hold memory that is not freed; else nothing.

    Only the sanitizer knows which memory that is. It calls such memory no leak, since the library
    could still reach it.
    """
    begin = _begin_of(path) if MAPS.exists() else 0
    for name, at, size in variables_of(Path(path).read_bytes()) if begin else ():
        words = _ffi.cast("void **", begin + at)
        if held := sum(_bytes_at(words[place]) for place in range(size // WORD)):
            return f"\nKept in a variable: {held} bytes, {name.partition('.')[0]}\n"
    return ""


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


def variables_of(library: bytes) -> list[tuple[str, int, int]]:
    """Return name, place and size of each variable that a library of ELF has, its own ones too."""
    if not library.startswith(ELF64):
        return []
    at, size, count = struct.unpack_from("<40xQ10xHH", library)
    sections = [SECTION.unpack_from(library, at + place * size) for place in range(count)]
    found = []
    for table in (each for each in sections if each[1] == SYMBOL_TABLE):
        names = sections[table[6]][4]
        for symbol in SYMBOL.iter_unpack(library[table[4] : table[4] + table[5]]):
            name, kind, _, _, place, length = symbol
            if kind & 0xF == VARIABLE and place:
                end = library.index(b"\0", names + name)
                found.append((library[names + name : end].decode(), place, length))
    return found
