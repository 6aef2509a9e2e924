"""One small probe for each thing that the workshop needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading.toolchain import (
    LIBRARY_SUFFIX,
    PACKAGES,
    find_compiler,
    find_sanitizer_runtime,
    sanitizer_flags,
)

from .probe import Broken, Probe
from .run import PATIENCE, last_line, python, run, telling_line, write

__all__ = ["PROBES"]


def try_python(_folder: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{version}, {sys.executable}"


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


CPP_PROGRAM = "#include <iostream>\nint main() { std::cout << 42; }\n"
FORTRAN_PROGRAM = "program answer\n  print *, 42\nend program\n"


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


ABI_PROGRAM = """
import cffi
ffi = cffi.FFI()
ffi.cdef("int abs(int);")
assert ffi.dlopen(None).abs(-42) == 42
print(cffi.__version__)
"""


def try_cffi(folder: Path) -> str:
    version = python(ABI_PROGRAM, folder, "cffi cannot call abs() of the C library")
    return f"{version} calls a C function in ABI mode"


CALLBACK_PROGRAM = """
import cffi
assert cffi.FFI().callback("int(int)", lambda x: x + 1)(41) == 42
"""
EXECUTABLE_MEMORY = (
    "let Python write memory that it executes: this system forbids that (SELinux's "
    "deny_execmem, PaX, MemoryDenyWriteExecute of systemd)",
)


def try_callback(folder: Path) -> str:
    problem = "C cannot call a Python function back, which every check needs"
    python(CALLBACK_PROGRAM, folder, problem)
    return "C calls a Python function back"


def try_setuptools(folder: Path) -> str:
    program = "import setuptools; print(setuptools.__version__)"
    version = python(program, folder, "setuptools, with which cffi compiles, cannot be imported")
    return f"{version} can be imported"


API_PROGRAM = """
import cffi
ffibuilder = cffi.FFI()
ffibuilder.cdef("int twice(int);")
ffibuilder.set_source("_doctor", "static int twice(int x) { return 2 * x; }")
ffibuilder.compile()
from _doctor import lib
assert lib.twice(21) == 42
"""


def try_extension(folder: Path) -> str:
    python(API_PROGRAM, folder, "cffi cannot build an extension module")
    return "an extension module compiles, can be imported, and is called"


OUT_OF_BOUNDS = "int read_at(int i) { int cell[2] = {0, 0}; return cell[i]; }\n"


def try_sanitizer(folder: Path) -> str:
    """Read behind an array on purpose; the sanitizer has to name the line."""
    compiler = compiler_path()
    runtime = find_sanitizer_runtime(compiler)
    if runtime is None:
        raise Broken("The sanitizer's runtime library was not found.")
    write(folder / "reads.c", OUT_OF_BOUNDS)
    library = folder / f"reads{LIBRARY_SUFFIX}"
    command = [
        compiler,
        *sanitizer_flags(runtime),
        "-g",
        "-fPIC",
        "-shared",
        "reads.c",
        "-o",
        library,
    ]
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


def try_sandbox(_folder: Path) -> str:
    from cffi_workshop.sandbox import bubblewrap_works

    works, reason = bubblewrap_works()
    if not works:
        raise Broken(
            f"{reason.rstrip('.')}. Your own work is checked all the same, within limits; "
            "grading the work of others needs bubblewrap."
        )
    require_tools_inside()
    return reason or "bubblewrap shuts a program in, and the compiler works inside"


def require_tools_inside() -> None:
    """Raise Broken where a compiler or make works outside of the
    sandbox alone, as from a home folder.
    """
    from cffi_workshop.grading.machine import require_rights
    from cffi_workshop.grading.toolchain import Toolchain
    from cffi_workshop.sandbox import Sandbox

    makefile = "answer.o: answer.c\n\t$(COMPILER) -c answer.c\n"
    files = {"Makefile": makefile.encode(), "answer.c": b"int answer(void) { return 42; }\n"}
    try:
        require_rights()
        tools = Toolchain.find()
        with Sandbox("auto", (), None, tools=tools.folders) as sandbox:
            command = [tools.make, f"COMPILER={tools.cc}"]
            ending = sandbox.command(command, files, ("answer.o",))
    except WorkshopError as error:
        raise Broken(str(error)) from None
    if not ending.files:
        raise Broken(
            f"{tools.cc} or {tools.make} does not work inside of it: {telling_line(ending.output)}"
        )


def pip(package: str) -> tuple[str]:
    return (f"{sys.executable} -m pip install {package}",)


PROBES = (
    Probe("Python", try_python, ()),
    Probe("C compiler", try_compiler, PACKAGES["compiler"]),
    Probe("make", try_make, PACKAGES["make"]),
    Probe("Python headers", try_headers, PACKAGES["headers"], after=("C compiler",)),
    Probe("cffi", try_cffi, pip("cffi")),
    Probe("callbacks", try_callback, EXECUTABLE_MEMORY, after=("cffi",)),
    Probe("setuptools", try_setuptools, pip("setuptools")),
    Probe(
        "API mode",
        try_extension,
        ("see what the lines above lack; then `make start` once more",),
        after=("C compiler", "Python headers", "cffi", "setuptools"),
    ),
    Probe("sanitizer", try_sanitizer, PACKAGES["sanitizer"], needed=False, after=("C compiler",)),
    Probe("C++", try_other("cpp", CPP_PROGRAM), PACKAGES["C++ compiler"], needed=False),
    Probe(
        "Fortran", try_other("fortran", FORTRAN_PROGRAM), PACKAGES["Fortran compiler"], needed=False
    ),
    Probe(
        "sandbox", try_sandbox, PACKAGES["bubblewrap"], needed=False, after=("C compiler", "make")
    ),
)
