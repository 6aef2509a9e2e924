"""What the workshop needs of a machine: a probe for each thing, and how to mend it."""

from __future__ import annotations

import sys

from cffi_workshop.grading.building.toolchain import PACKAGES

from .cffi_probes import (
    try_callback,
    try_cffi,
    try_extension,
    try_pip,
    try_python,
    try_setuptools,
)
from .compiler_probes import try_compiler, try_headers, try_make, try_other, try_sanitizer
from .probe import Probe
from .sandbox_probe import try_sandbox

__all__ = ["PROBES"]

EXECUTABLE_MEMORY = (
    "let Python write memory that it executes: this system forbids that (SELinux's "
    "deny_execmem, PaX, MemoryDenyWriteExecute of systemd)",
)
CPP_PROGRAM = "#include <iostream>\nint main() { std::cout << 42; }\n"
FORTRAN_PROGRAM = "program answer\n  print *, 42\nend program\n"


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
    Probe("pip", try_pip, (f"{sys.executable} -m ensurepip",), needed=False),
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
