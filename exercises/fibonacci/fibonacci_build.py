"""Compile _fibonacci, the extension module behind fibonacci_api.py: API mode, out-of-line.

Run it once, and again after each change of fibonacci.c: python fibonacci_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: declare fibo_step() with ffibuilder.cdef(), as fibonacci.h does

# TODO 2: ffibuilder.set_source(): the module is _fibonacci, its C is fibonacci.c

if __name__ == "__main__":
    # tmpdir: names in sources= are looked up there, and the module is put there.
    ffibuilder.compile(tmpdir=str(HERE))
