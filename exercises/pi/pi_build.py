"""Compile _pi, _pi_cpp and _pi_fortran, the extension modules behind pi_api.py: one a language.

Run `make` first, which compiles the Fortran, and then: python pi_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder, ffibuilder_cpp, ffibuilder_fortran = FFI(), FFI(), FFI()
BUILDERS = (ffibuilder, ffibuilder_cpp, ffibuilder_fortran)
for each in BUILDERS:
    each.cdef("")  # TODO 1: what you declare in pi_abi.py, since the header is the same

ffibuilder.set_source("_pi", '#include "pi.h"', sources=["pi.c"])

# TODO 2: the same for ffibuilder_cpp, _pi_cpp and pi_cpp.cpp, with what C++ needs

# TODO 3: the same for ffibuilder_fortran and _pi_fortran, with the objects that make left

if __name__ == "__main__":
    for each in BUILDERS:
        each.compile(tmpdir=str(HERE))
