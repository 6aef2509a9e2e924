"""Compile _skeleton, the extension module behind skeleton_api.py: API mode, out-of-line.

Run it once, and again after each change of skeleton.c: python skeleton_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: declare skeleton_mean() with ffibuilder.cdef(), as skeleton.h does
ffibuilder.cdef("double skeleton_mean(const double *values, size_t n);")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module is _skeleton, its C is skeleton.c
# The include lets the compiler compare the cdef with the header; sources= brings the function.
ffibuilder.set_source("_skeleton", '#include "skeleton.h"', sources=["skeleton.c"])
# END SOLUTION

if __name__ == "__main__":
    # tmpdir: names in sources= are looked up there, and the module is put there.
    ffibuilder.compile(tmpdir=str(HERE))
