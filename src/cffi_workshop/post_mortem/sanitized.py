"""The line of C that AddressSanitizer names, in libraries built anew from sources beside them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Container, Sequence
from pathlib import Path

from cffi_workshop.grading.building.toolchain import find_compiler, find_sanitizer_runtime
from cffi_workshop.post_mortem.ending import with_faulthandler

__all__ = ["frame"]

SECONDS = 60
LARGEST = 20_000_000  # bytes of a folder that is copied
FLAGS = ("-g", "-O0", "-fPIC", "-shared", "-fsanitize=address", "-fno-omit-frame-pointer", "-w")
FRAME = re.compile(
    r"^\s+#\d+ 0x[0-9a-f]+ in (\S+) (?:[^\n]*/)?([^\s/:]+\.(?:c|cc|cpp|cxx|h)):(\d+)", re.MULTILINE
)


def frame(command: Sequence[str]) -> tuple[str, int, str] | None:
    """Run the program over sanitized libraries; return file, line and function of what is reported.

    It runs in a copy of its folder. Return None where there is no compiler or runtime for that,
    where the folder is too large, where no library has its source beside it and can be built, or
    where nothing is reported.
    """
    folder = Path.cwd()
    compiler = find_compiler()
    runtime = find_sanitizer_runtime(compiler) if compiler else None
    if not compiler or not runtime or size(folder) > LARGEST:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(
            shutil.copytree(folder, Path(scratch, folder.name), ignore=shutil.ignore_patterns(".*"))
        )
        rebuilt = [library for library in libraries(copy) if rebuild(library, compiler)]
        own = {path.name for path in copy.rglob("*.[ch]*")}
        return of_report(report(command, copy, runtime), own) if rebuilt else None


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def libraries(folder: Path) -> list[Path]:
    """Return the shared libraries and extension modules with a C file of their name beside."""
    return [path for path in folder.rglob("*.so") if source_of(path).is_file()]


def source_of(library: Path) -> Path:
    """libadd.so comes from add.c, and _add.cpython-311-x86_64-linux-gnu.so from _add.c."""
    return library.with_name(f"{library.name.partition('.')[0].removeprefix('lib')}.c")


def rebuild(library: Path, compiler: str) -> bool:
    """Build a library anew, with the sanitizer in it; say whether that went well."""
    # An extension module may hold other sources; without them it does not load, and then nothing is
    # found.
    others = [path for path in library.parent.glob("*.c") if path != source_of(library)]
    module = library.name.startswith("_")
    sources = [
        source_of(library),
        *(path for path in others if module and not path.name.startswith("_")),
    ]
    include = ["-I", sysconfig.get_paths()["include"], "-I", "."]
    command = [compiler, *FLAGS, *include, "-o", library.name]
    command += [*(path.name for path in sources), "-lm"]
    done = subprocess.run(
        command, cwd=library.parent, capture_output=True, timeout=SECONDS, check=False
    )
    return done.returncode == 0


def report(command: Sequence[str], folder: Path, runtime: Path) -> str:
    environment = {**with_faulthandler(), "LD_PRELOAD": str(runtime), "PYTHONFAULTHANDLER": ""}
    environment |= {
        "ASAN_OPTIONS": "detect_leaks=0:handle_abort=1",
        "DYLD_INSERT_LIBRARIES": str(runtime),
        "PWD": str(folder),
    }
    here = str(Path.cwd())
    moved = [
        word.replace(here, str(folder)) if Path(word).is_absolute() else word for word in command
    ]
    try:
        done = subprocess.run(
            moved,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stderr.decode(errors="replace")


def of_report(text: str, own: Container[str]) -> tuple[str, int, str] | None:
    """Return the first frame in a file of one's own: the sanitizer has C of its own, too."""
    match = next((match for match in FRAME.finditer(text) if match[2] in own), None)
    return (match[2], int(match[3]), f"{match[1]}()") if match else None
