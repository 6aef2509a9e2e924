"""Compile _libm, the extension module behind libm_api.py: API mode, out-of-line.

Run it once: python libm_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: declare cbrt() and hypot() with ffibuilder.cdef(), as in libm_abi.py
ffibuilder.cdef("""
    double cbrt(double x);
    double hypot(double x, double y);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module _libm, the C #include, libraries=
# The include lets the compiler compare; libraries= tells the linker which file has the functions.
ffibuilder.set_source("_libm", "#include <math.h>", libraries=["m"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
