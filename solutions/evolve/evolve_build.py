"""Compile _evolve, the extension module behind evolve_api.py: API mode, out-of-line.

Run it once, and again after each change of evolve.c: python evolve_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: declare evolve() with ffibuilder.cdef(), as evolve.h does
ffibuilder.cdef(
    """
    void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
                double a, double dt, double dx2, double dy2);
    """
)
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module is _evolve, its C is evolve.c
# Python's own build may ask for less than -O3, and these flags come after its own.
ffibuilder.set_source(
    "_evolve", '#include "evolve.h"', sources=["evolve.c"], extra_compile_args=["-O3"]
)
# END SOLUTION

if __name__ == "__main__":
    # tmpdir: names in sources= are looked up there, and the module is put there.
    ffibuilder.compile(tmpdir=str(HERE))
