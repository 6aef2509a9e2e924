"""Compile _evolve, the extension module behind evolve_api.py: API mode, out-of-line.

Run it once, and again after each change of evolve.c: python evolve_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: declare evolve() with ffibuilder.cdef(), as evolve.h does

# TODO 2: ffibuilder.set_source(): the module is _evolve, its C is evolve.c

if __name__ == "__main__":
    # tmpdir: names in sources= are looked up there, and the module is put there.
    ffibuilder.compile(tmpdir=str(HERE))
