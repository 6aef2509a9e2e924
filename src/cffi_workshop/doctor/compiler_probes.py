"""Probes of what builds: compilers, make, Python's headers, and the sanitizer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading.building.toolchain import (
    LIBRARY_SUFFIX,
    find_compiler,
    find_sanitizer_runtime,
    sanitizer_flags,
)

from .probe import Broken
from .run import PATIENCE, last_line, run, write

__all__ = ["try_compiler", "try_headers", "try_make", "try_other", "try_sanitizer"]


def try_compiler(folder: Path) -> str:
    compiler = compiler_path()
    write(folder / "answer.c", "int main(void) { return 42; }\n")
    run([compiler, "answer.c", "-o", "answer"], folder, "A small C program does not compile")
    if subprocess.run([folder / "answer"], check=False, timeout=PATIENCE).returncode != 42:
        raise Broken(f"{compiler} compiles a small C program, but it gives a wrong answer.")
    version = run([compiler, "--version"], folder, "The compiler does not tell its version")
    return f"{version.splitlines()[0]} compiles and runs a program"


def try_other(language: str, program: str) -> Callable[[Path], str]:
    """Return the probe of a compiler beside C's: an exercise or two has a part in its language."""

    def try_it(folder: Path) -> str:
        one = LANGUAGES[language]
        compiler = one.find_compiler()
        if compiler is None:
            raise Broken(f"No {one.title} compiler was found; exercises leave out what needs it.")
        write(folder / f"answer{one.suffix}", program)
        problem = f"A small {one.title} program does not compile"
        run([compiler, f"answer{one.suffix}", "-o", "answer"], folder, problem)
        if run(
            [folder / "answer"], folder, f"A small {one.title} program does not run"
        ).split() != ["42"]:
            raise Broken(
                f"{compiler} compiles a small {one.title} program, but it gives a wrong answer."
            )
        version = run([compiler, "--version"], folder, "The compiler does not tell its version")
        return f"{version.splitlines()[0]} compiles and runs a program"

    return try_it


def compiler_path() -> str:
    """Return the compiler that the checks use, even where other tools are missing."""
    compiler = find_compiler()
    if compiler is None:
        raise Broken("No C compiler was found.")
    return compiler


def try_make(folder: Path) -> str:
    if shutil.which("make") is None:
        raise Broken("The program make was not found.")
    write(folder / "Makefile", "answer:\n\techo works > answer\n")
    run(["make"], folder, "A small Makefile does not work")
    if not (folder / "answer").is_file():
        raise Broken("make ran, but did not make what it was told to.")
    version = run(["make", "--version"], folder, "make does not tell its version")
    return f"{version.splitlines()[0]} makes a file"


def try_headers(folder: Path) -> str:
    include = sysconfig.get_path("include")
    write(folder / "uses.c", "#include <Python.h>\nint version = PY_VERSION_HEX;\n")
    run(
        [compiler_path(), f"-I{include}", "-c", "uses.c"],
        folder,
        f"Python.h of Python {sys.version_info[0]}.{sys.version_info[1]} cannot be included",
    )
    return f"Python.h compiles ({include})"


OUT_OF_BOUNDS = "int read_at(int i) { int cell[2] = {0, 0}; return cell[i]; }\n"


def try_sanitizer(folder: Path) -> str:
    """Read behind an array on purpose; the sanitizer has to name the line."""
    compiler = compiler_path()
    runtime = find_sanitizer_runtime(compiler)
    if runtime is None:
        raise Broken("The sanitizer's runtime library was not found.")
    write(folder / "reads.c", OUT_OF_BOUNDS)
    library = folder / f"reads{LIBRARY_SUFFIX}"
    command = [compiler, *sanitizer_flags(runtime), "-g", "-fPIC", "-shared"]
    command += ["reads.c", "-o", str(library)]
    run(command, folder, "Sanitized C does not compile")
    said = what_the_sanitizer_says(library, runtime)
    if "reads.c:1" not in said:
        raise Broken(f"It did not report a read out of bounds. {last_line(said)}")
    return "a read out of bounds is found, with its line"


def what_the_sanitizer_says(library: Path, runtime: Path) -> str:
    preload = "DYLD_INSERT_LIBRARIES" if sys.platform == "darwin" else "LD_PRELOAD"
    done = subprocess.run(
        [sys.executable, "-c", f"import ctypes; ctypes.CDLL({str(library)!r}).read_at(2)"],
        env={**os.environ, preload: str(runtime), "ASAN_OPTIONS": "detect_leaks=0"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.stderr
