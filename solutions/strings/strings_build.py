"""Compile _strings, the extension module behind strings_api.py: API mode, out-of-line.

Run it once: python strings_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: declare the five functions, as in strings_abi.py
ffibuilder.cdef("""
    double mybasic(double celsius);
    size_t myprint(const char *text);
    int64_t myadd(int32_t a, int32_t b);
    char *greeting_new(const char *name, size_t *length);
    void greeting_free(char *text);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module is _strings, its C is greeting.c
ffibuilder.set_source("_strings", '#include "greeting.h"', sources=["greeting.c"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
