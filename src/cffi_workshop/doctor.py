"""Try everything that the workshop needs of this machine, rather than look for files.

What a learner cannot do without is `needed`; the rest makes verdicts better, and is a warning.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.report import Look, fold, plain
from cffi_workshop.toolchain import LIBRARY_SUFFIX, PACKAGES, Toolchain

__all__ = ["TRIALS", "Broken", "Finding", "Trial", "conclusion", "examine", "exit_status", "render"]

SYSTEMS = ("Debian/Ubuntu", "Fedora", "macOS")
PATIENCE = 60  # seconds for any one program


class Broken(Exception):
    """What did not work, in one sentence."""


@dataclass(frozen=True)
class Trial:
    """One thing to try: it returns what works, or raises Broken with what does not."""

    name: str
    try_it: Callable[[Path], str]
    mend: tuple[str, ...]  # one line a system, or one line for all
    needed: bool = True
    after: tuple[str, ...] = ()  # trials without which this one says nothing new


@dataclass(frozen=True)
class Finding:
    """What a trial showed: `status` is works, broken, warning or not-tried."""

    name: str
    status: str
    says: str
    mend: tuple[str, ...] = ()


def examine(trials: Iterable[Trial]) -> Iterator[Finding]:
    """Yield a finding a trial, in order, as soon as it is known."""
    works = set()
    for trial in trials:
        finding = examine_one(trial, works)
        if finding.status == "works":
            works.add(trial.name)
        yield finding


def examine_one(trial: Trial, works: set[str]) -> Finding:
    missing = [name for name in trial.after if name not in works]
    if missing:
        return Finding(trial.name, "not-tried", f"Not tried: {' and '.join(missing)} first.")
    with tempfile.TemporaryDirectory(prefix="workshop-doctor-") as folder:
        try:
            return Finding(trial.name, "works", trial.try_it(Path(folder)))
        except Broken as problem:
            status = "broken" if trial.needed else "warning"
            return Finding(trial.name, status, str(problem), trial.mend)


def exit_status(findings: Iterable[Finding]) -> int:
    """0 when all that is needed works, warnings or not; 2, the machine is wrong, otherwise."""
    return 2 if any(found.status in ("broken", "not-tried") for found in findings) else 0


# The trials


def try_python(_folder: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{version}, {sys.executable}"


def try_compiler(folder: Path) -> str:
    compiler = find_compiler()
    write(folder / "answer.c", "int main(void) { return 42; }\n")
    run([compiler, "answer.c", "-o", "answer"], folder, "A small C program does not compile")
    if subprocess.run([folder / "answer"], check=False, timeout=PATIENCE).returncode != 42:
        raise Broken(f"{compiler} compiles a small C program, but it gives a wrong answer.")
    version = run([compiler, "--version"], folder, "The compiler does not tell its version")
    return f"{version.splitlines()[0]} compiles and runs a program"


def find_compiler() -> str:
    """Return the compiler that the checks use, even where other tools are missing."""
    try:
        return Toolchain.find().cc
    except WorkshopError as problem:
        names = (os.environ.get("CC", ""), "gcc", "cc")
        found = next(filter(None, map(shutil.which, names)), None)
        if found is None:
            raise Broken("No C compiler was found.") from problem
        return found


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
    import sysconfig

    include = sysconfig.get_path("include")
    write(folder / "uses.c", "#include <Python.h>\nint version = PY_VERSION_HEX;\n")
    run(
        [find_compiler(), f"-I{include}", "-c", "uses.c"],
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
    runtime = Toolchain.find().sanitizer_runtime
    if runtime is None:
        raise Broken("The sanitizer's runtime library was not found.")
    write(folder / "reads.c", OUT_OF_BOUNDS)
    library = folder / f"reads{LIBRARY_SUFFIX}"
    flags = ["-fsanitize=address,undefined", "-g", "-fPIC", "-shared"]
    run([find_compiler(), *flags, "reads.c", "-o", library], folder, "Sanitized C does not compile")
    preload = "DYLD_INSERT_LIBRARIES" if sys.platform == "darwin" else "LD_PRELOAD"
    environment = {**os.environ, preload: str(runtime), "ASAN_OPTIONS": "detect_leaks=0"}
    program = f"import ctypes; ctypes.CDLL({str(library)!r}).read_at(2)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if "reads.c:1" not in done.stderr:
        raise Broken(f"It did not report a read out of bounds. {last_line(done.stderr)}")
    return "a read out of bounds is found, with its line"


def try_sandbox(_folder: Path) -> str:
    from cffi_workshop.sandbox import bubblewrap_works

    works, reason = bubblewrap_works()
    if not works:
        raise Broken(
            f"{reason.rstrip('.')}. Your own work is checked all the same, within limits; "
            "grading the work of others needs bubblewrap."
        )
    return reason or "bubblewrap shuts a program in"


def pip(package: str) -> tuple[str]:
    return (f"{sys.executable} -m pip install {package}",)


TRIALS = (
    Trial("Python", try_python, ()),
    Trial("C compiler", try_compiler, PACKAGES["compiler"]),
    Trial("make", try_make, PACKAGES["make"]),
    Trial("Python headers", try_headers, PACKAGES["headers"], after=("C compiler",)),
    Trial("cffi", try_cffi, pip("cffi")),
    Trial("setuptools", try_setuptools, pip("setuptools")),
    Trial(
        "API mode",
        try_extension,
        ("see what the lines above lack; then `make start` once more",),
        after=("C compiler", "Python headers", "cffi", "setuptools"),
    ),
    Trial("sanitizer", try_sanitizer, PACKAGES["sanitizer"], needed=False, after=("C compiler",)),
    Trial("sandbox", try_sandbox, PACKAGES["bubblewrap"], needed=False),
)


# Programs


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def python(program: str, folder: Path, problem: str) -> str:
    return run([sys.executable, "-c", program], folder, problem).strip()


def run(command: list, folder: Path, problem: str) -> str:
    """Return what the program printed, or raise Broken with the problem and its last words."""
    english = {**os.environ, "LC_ALL": "C"}
    options = {"cwd": folder, "env": english, "capture_output": True, "text": True}
    try:
        done = subprocess.run(command, **options, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Broken(f"{problem}: no answer within {PATIENCE} s.") from None
    except OSError as error:
        raise Broken(f"{problem}: {error.strerror}.") from None
    if done.returncode != 0:
        raise Broken(f"{problem}: {telling_line(done.stderr)}")
    return done.stdout


def telling_line(output: str) -> str:
    """Return the line that says why: the first that says error, or the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if "error:" in line), (lines or ["it gave no reason."])[-1])


def last_line(output: str) -> str:
    return (output.strip().splitlines() or [""])[-1]


# What is shown

MARKS = {"works": "passed", "broken": "failed", "warning": "warning", "not-tried": "not-run"}


def render(found: Finding, look: Look) -> str:
    """Return a line of what was found, and below it how to mend what does not work."""
    head = f"{found.name:<15} {plain(found.says)}"
    lines = [fold(head, look.width - 5, "", " " * 16)]
    if len(found.mend) == 1:  # the same on every system
        lines.append(f"{'mend:':>15} {found.mend[0]}")
    else:
        ways = zip(SYSTEMS, found.mend, strict=False)
        lines += [f"{system + ':':>15} {way}" for system, way in ways if way]
    indent = "\n" + " " * (4 if look.unicode else 5)
    return f"  {look.mark(MARKS[found.status])} " + "\n".join(lines).replace("\n", indent)


def conclusion(findings: list[Finding]) -> str:
    if exit_status(findings):
        return "Something that the workshop needs does not work: mend what is marked, then try again."
    if any(found.status == "warning" for found in findings):
        return "All that you need works; what is marked ! would make verdicts better."
    return "Everything works."
