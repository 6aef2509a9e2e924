"""Probes of Python and of what is installed for it: cffi in both modes, setuptools, pip."""

from __future__ import annotations

import sys
from pathlib import Path

from .run import python

__all__ = [
    "try_callback",
    "try_cffi",
    "try_extension",
    "try_pip",
    "try_python",
    "try_setuptools",
]


def try_python(_folder: Path) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{version}, {sys.executable}"


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


def try_callback(folder: Path) -> str:
    problem = "C cannot call a Python function back, which every check needs"
    python(CALLBACK_PROGRAM, folder, problem)
    return "C calls a Python function back"


def try_setuptools(folder: Path) -> str:
    program = "import setuptools; print(setuptools.__version__)"
    version = python(program, folder, "setuptools, with which cffi compiles, cannot be imported")
    return f"{version} can be imported"


def try_pip(folder: Path) -> str:
    problem = "pip, by which the exercises packaging and shipping install a package, is not there"
    version = python("import pip; print(pip.__version__)", folder, problem)
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
