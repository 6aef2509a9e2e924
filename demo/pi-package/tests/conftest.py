"""Give each test the two functions of pi.h, out of a shared library that is built already."""

import os
import re
from pathlib import Path

import cffi
import pytest

DEMO = Path(__file__).resolve().parents[1]
COMPILERS = {"c": "gcc", "cpp": "g++", "fortran": "gfortran"}

# Where the libraries to test are: as a rule, where `make libraries` puts them.
LIBRARIES = Path(os.environ.get("PI_LIBRARIES", DEMO / "build/libraries"))

ffi = cffi.FFI()
# The header itself says what is there. The words for C++ around it are not for cffi.
ffi.cdef("\n".join(re.findall(r"^uint64_t .*?;", (DEMO / "src/pi.h").read_text(), re.MULTILINE)))


@pytest.fixture(params=COMPILERS)
def lib(request: pytest.FixtureRequest):
    """Open the library of a language. Nothing is compiled or linked for a test."""
    found = list(LIBRARIES.glob(f"libpi_{request.param}.*"))
    if not found:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        package = COMPILERS[request.param]
        give_up(f"no libpi_{request.param}; sudo apt install {package}, then `make libraries`")
    return ffi.dlopen(str(found[0].resolve()))
