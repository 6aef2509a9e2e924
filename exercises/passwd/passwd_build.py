"""Compile _passwd, the extension module behind passwd_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python passwd_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: ffibuilder.cdef(): of struct passwd only what passwd_api.py reads, and `...;`

# TODO 2: ffibuilder.set_source(): the module _passwd, two #include, sources=

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
