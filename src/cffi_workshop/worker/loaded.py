"""Which libraries the learner's code has opened beside those of the check.

A copy of the probe keeps counts of its own: who uses the copy leaves nothing open in the other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from .audit_hook import SYSTEM

__all__ = ["watch"]

MAPS = "/proc/self/maps"  # Linux tells; elsewhere nobody can be asked
# Executable and private, as the parts of a library are; what libffi writes at run time is shared.
OF_A_LIBRARY = "xp"
# What the learner's code can write to, or make up, is not the system's.
USUAL = ("[", *(prefix for prefix in SYSTEM if prefix not in ("/dev/", "/proc/")))

# Bound early: the learner's code may replace the names.
_open, _read, _close, _fsdecode = os.open, os.read, os.close, os.fsdecode
_READ_ONLY = os.O_RDONLY


def watch(folder: str, installed: list[str]) -> Callable[[], str]:
    """Return a function that tells the name of a library which should not be open; "" for none.

    Such a library was not in the folder when this was asked for, nor is it one of the system's or
    of what is `installed`; or it is one of the folder's that is opened twice.
    """
    given = {str(path) for path in Path(os.path.realpath(folder)).rglob("*")}
    usual = USUAL + tuple(os.path.realpath(each) + "/" for each in installed)
    before = set(_libraries())

    def added() -> str:
        seen: set[str] = set()
        for path in _libraries():
            own = path in seen if path in given else not path.startswith(usual)
            if own and path not in before:
                return path.removesuffix(" (deleted)").rpartition("/")[2]
            seen.add(path)
        return ""

    return added


def _libraries() -> Iterator[str]:
    """Yield the file behind each stretch of memory that holds the code of a library."""
    for line in _text_of_maps().splitlines():
        parts = line.split(None, 5)
        if len(parts) == 6 and parts[1].endswith(OF_A_LIBRARY):
            yield parts[5]


def _text_of_maps() -> str:
    try:
        file = _open(MAPS, _READ_ONLY)
    except OSError:
        return ""
    try:
        return _fsdecode(b"".join(iter(lambda: _read(file, 1 << 16), b"")))
    finally:
        _close(file)
