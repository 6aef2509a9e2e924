"""Compile _pi, _pi_cpp and _pi_fortran, the extension modules behind pi_api.py: one a language.

Run `make` first, which compiles the Fortran, and then: python pi_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder, ffibuilder_cpp, ffibuilder_fortran = FFI(), FFI(), FFI()
BUILDERS = (ffibuilder, ffibuilder_cpp, ffibuilder_fortran)
for each in BUILDERS:
    # BEGIN SOLUTION: each.cdef("")  # TODO 1: what you declare in pi_abi.py, since the header is the same
    each.cdef(
        """
        uint64_t pi_inside(uint64_t seed, uint64_t samples);
        uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy);
        """
    )
    # END SOLUTION

ffibuilder.set_source("_pi", '#include "pi.h"', sources=["pi.c"])

# BEGIN SOLUTION: # TODO 2: the same for ffibuilder_cpp, _pi_cpp and pi_cpp.cpp, with what C++ needs
# cffi writes _pi_cpp.cpp, and not _pi_cpp.c: so this text is C++, and pi.h is to be read as C.
ffibuilder_cpp.set_source(
    "_pi_cpp",
    'extern "C" {\n#include "pi.h"\n}',
    source_extension=".cpp",
    sources=["pi_cpp.cpp"],
)
# END SOLUTION

# BEGIN SOLUTION: # TODO 3: the same for ffibuilder_fortran and _pi_fortran, with the objects that make left
# setuptools compiles no Fortran, and links what gfortran has compiled already.
ffibuilder_fortran.set_source(
    "_pi_fortran", '#include "pi.h"', extra_objects=["generator.o", "pi_fortran.o"]
)
# END SOLUTION

if __name__ == "__main__":
    for each in BUILDERS:
        each.compile(tmpdir=str(HERE))
