# -*- coding: latin-1 -*-
# Übersetzt fibonacci.c
"""Compile _fibonacci, the extension module behind fibonacci_api.py: API mode, out-of-line.

Run it once, and again after each change of fibonacci.c: python fibonacci_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("void fibo_step(int64_t *current, int64_t *next);")

# The include lets the compiler compare the cdef with the header; sources= brings the function.
ffibuilder.set_source("_fibonacci", '#include "fibonacci.h"', sources=["fibonacci.c"])

if __name__ == "__main__":
    # tmpdir: names in sources= are looked up there, and the module is put there.
    ffibuilder.compile(tmpdir=str(HERE))
