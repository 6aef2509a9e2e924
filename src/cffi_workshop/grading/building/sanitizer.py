"""The sanitizer that runs are watched by, and the C that shows it Python's memory."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from cffi_workshop import worker
from cffi_workshop.alone import run_alone
from cffi_workshop.cache import Cache
from cffi_workshop.sandbox import Sanitizer
from cffi_workshop.sandbox.limits import COMMAND_SECONDS

from .extension_builds import IS_ELF
from .toolchain import Toolchain

__all__ = ["find_sanitizer"]

SOURCE, LIBRARY = "python_memory.c", "python_memory.so"


def find_sanitizer(tools: Toolchain, cache: Cache, *, cpp: bool = False) -> Sanitizer | None:
    """Return what goes with the compiler, if anything does.

    `cpp` is for runs in which C++ throws: the sanitizer has to find its runtime when it starts.
    """
    if tools.sanitizer_runtime is None:
        return None
    runtimes = str(tools.sanitizer_runtime), *(("libstdc++.so.6",) if cpp and IS_ELF else ())
    # Linux alone opens a library that is in no file.
    return Sanitizer(runtimes, _python_memory(tools, cache) if sys.platform == "linux" else b"")


def _python_memory(tools: Toolchain, cache: Cache) -> bytes:
    """Return python_memory.c as a library; nothing where it does not compile, which is slower."""
    source = files(worker).joinpath(SOURCE).read_bytes()
    key = Cache.key("python_memory", tools.identity, source)
    if kept := cache.get(key):
        return base64.b64decode(kept["library"])
    options = ["-O2", "-s", f"-I{tools.python_include}"]
    command = tools.library_command([SOURCE], LIBRARY, options)
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, SOURCE).write_bytes(source)
            own = {**os.environ, "TMPDIR": folder}  # where compilers put what they forget
            run_alone(command, COMMAND_SECONDS, folder, own)
            library = Path(folder, LIBRARY).read_bytes()
    except (OSError, subprocess.TimeoutExpired):  # no library is one of them
        return b""
    cache.put(key, {"library": base64.b64encode(library).decode()})
    return library
