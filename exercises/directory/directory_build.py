"""Compile _directory, the extension module behind directory_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python directory_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: ffibuilder.cdef(): the same lines as in directory_abi.py

# TODO 2: ffibuilder.set_source(): the module is _directory, its C is directory.c

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
