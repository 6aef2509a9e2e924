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
ffibuilder.set_source("_libm", """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <math.h>
    static double own_cbrt(double x)
    {
        return ((double (*)(double))dlsym(dlopen("libm.so.6", RTLD_NOW), "cbrt"))(x);
    }
    static double own_hypot(double x, double y)
    {
        return ((double (*)(double, double))dlsym(dlopen("libm.so.6", RTLD_NOW), "hypot"))(x, y);
    }
    #define cbrt own_cbrt
    #define hypot own_hypot
    """, libraries=["m"])

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
