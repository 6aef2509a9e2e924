"""Compile _libm, the extension module behind libm_api.py: API mode, out-of-line.

Run it once: python libm_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    double cbrt(double x);
    double hypot(double x, double y);
""")

# The include lets the compiler compare; libraries= tells the linker which file has the functions.
ffibuilder.set_source("_libm", None)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
