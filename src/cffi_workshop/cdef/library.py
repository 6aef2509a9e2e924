"""Which names a shared library exports, asked of the library itself, as cffi will ask."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cffi_workshop.errors import WorkshopError

__all__ = ["exported_names"]

ELF = b"\x7fELF"
# Loading a library runs code of it, so that this happens in a process apart.
ASK = """
import ctypes, ctypes.util, json, os, sys
name = sys.argv[1]
is_path = os.path.exists(name) or "." in name or os.sep in name
library = ctypes.CDLL(os.path.abspath(name) if os.path.exists(name) else name if is_path
                      else ctypes.util.find_library(name) or name)
print(json.dumps([name for name in json.loads(sys.argv[2]) if hasattr(library, name)]))
"""


def exported_names(library: str, names: Sequence[str], timeout_s: float) -> dict[str, bool]:
    """Return whether the library, or one that it needs, has each name."""
    command = [sys.executable, "-c", ASK, library, json.dumps(list(names))]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        raise WorkshopError(
            f"Loading {library} did not end within {timeout_s:g} seconds."
        ) from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["its process was ended"])[-1]
        raise WorkshopError(f"The library {library} cannot be loaded: {_other(library) or said}.")
    had = set(json.loads(done.stdout.splitlines()[-1]))
    return {name: name in had for name in names}


def _other(library: str) -> str:
    """Say what a file is that the loader refuses; it calls one of another processor not there."""
    if not Path(library).is_file() or sys.platform != "linux":
        return ""
    own, other = (_head(name) for name in (sys.executable, library))
    if other[:4] != ELF:
        return "it is no shared library; name the one that ends with .so"
    if own[4:6] + own[18:20] != other[4:6] + other[18:20]:
        return "it is for another processor than this Python; compile it on this machine"
    return ""


def _head(file: str) -> bytes:
    """Return what says for which machine a file is: word size, order of bytes, processor."""
    with Path(file).open("rb") as opened:
        return opened.read(20)
