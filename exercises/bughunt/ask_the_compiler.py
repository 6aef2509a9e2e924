"""Have the C compiler hold the cdef of bughunt_abi.py against station.h, as API mode does when it builds.

    python ask_the_compiler.py

Prints what the compiler says of pointers and structs that differ. Of numbers that are passed by value it says
nothing, since C converts them without a word. It is given; there is nothing to edit.
"""

import contextlib
import os
import re
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from bughunt_abi import CDEF
from cffi import FFI

HERE = Path(__file__).resolve().parent


def main() -> None:
    builder = FFI()
    builder.cdef(CDEF)
    builder.set_source("_station", '#include "station.h"')
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "_station.c")
        with contextlib.redirect_stdout(None):  # cffi tells which file it writes
            builder.emit_c_code(str(source))
        said = re.findall(r"(?:warning|error): .*(?:station|incompatible).*", ask(source))
    print("\n".join(sorted(set(said))) or "The compiler has nothing to say.")


def ask(source: Path) -> str:
    """Return what the compiler says when it reads a source."""
    folders = [f"-I{sysconfig.get_path('include')}", f"-I{HERE}"]
    command = [*os.environ.get("CC", "cc").split(), "-fsyntax-only", *folders, str(source)]
    english = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, env=english, capture_output=True, text=True, check=False).stderr


if __name__ == "__main__":
    main()
