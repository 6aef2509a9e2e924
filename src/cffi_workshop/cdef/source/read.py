"""Where a cdef is found: a child process runs or imports what has it, and tells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import cffi

from cffi_workshop.alone import run_alone
from cffi_workshop.errors import WorkshopError

from .description import described
from .parsed import Cdef, parsed, short

__all__ = ["TIMEOUT_S", "cdef_of", "read_cdef"]

TIMEOUT_S = 60.0
IS_TEXT = re.compile(r"[;\n]|\w\(")  # in no name of a file that holds a cdef
OF_FILES = (".py", ".cdef", ".h", ".txt", ".so", ".pyd", ".c")  # endings of no module's name


def read_cdef(target: str, timeout_s: float = TIMEOUT_S) -> tuple[list[Cdef], str]:
    """Return the cdefs of a text file, script, module or `TARGET:NAME`, and why the script stopped.

    Raise WorkshopError, in one sentence, where there is none, or where it cannot be had.
    """
    found = _ask(target, timeout_s)
    if "error" in found:
        raise WorkshopError(f"{target} gives no cdef: {short(found['error'])}.{_more(found)}")
    if not found["ffis"]:
        raise WorkshopError(
            f"{target} makes no FFI with a cdef; name the file that calls ffi.cdef(), "
            "or the FFI itself, or the function that makes it, as FILE:NAME or MODULE:NAME."
        )
    return [parsed(one, _split(target)[0]) for one in found["ffis"]], found["stopped"]


def _more(found: dict[str, Any]) -> str:
    """Say where the catalogue tells what to do about an error of cffi's."""
    from cffi_workshop.explain import explaining  # seldom needed

    entries = explaining(found["error"])
    return f" `workshop explain {entries[0].slug}` says what to do." if entries else ""


def cdef_of(ffi: cffi.FFI) -> Cdef:
    """Return what an FFI of this process declares."""
    return parsed(described(ffi), "")


def _ask(target: str, timeout_s: float) -> dict[str, Any]:
    path, name = _split(target)
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        result = Path(folder, "found.json")
        command = [
            sys.executable,
            "-m",
            "cffi_workshop.cdef.source.inside",
            str(result),
            path,
            name,
        ]
        try:
            status = run_alone(command, timeout_s)
        except subprocess.TimeoutExpired:
            raise WorkshopError(
                f"{target} did not end within {timeout_s:g} seconds; name a file that makes the FFI"
                " and does no more, or its module as MODULE:NAME."
            ) from None
        if not result.is_file():
            raise WorkshopError(
                f"{target} ended its process (exit status {status}); no cdef was read."
            )
        answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return answer


def _split(target: str) -> tuple[str, str]:
    """Return the file or module, and the name behind the colon."""
    if Path(target).is_file():
        return target, ""
    path, _, name = target.rpartition(":")
    if not path:
        path, name = target, ""
    if Path(path).is_dir():
        raise WorkshopError(f"{path} is a folder; name the file in it that has the cdef.")
    is_module = re.fullmatch(r"\w+(\.\w+)*", path) and not path.endswith(OF_FILES)
    if not Path(path).is_file() and not is_module:
        if IS_TEXT.search(target):
            raise WorkshopError(
                "What was given is the text of a cdef; put it in a file and name that, or, in a "
                "test, hand over the FFI that has it."
            )
        raise WorkshopError(
            f"There is no file {path}; name a file, or a module that can be imported."
        )
    return path, name
