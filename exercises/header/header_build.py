"""Compile _header, the extension module behind header_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python header_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: ffibuilder.cdef(): the macro, the enum, the union and the bit fields

# TODO 2: ffibuilder.cdef() again, for the record alone, which is packed

# TODO 3: ffibuilder.cdef() once more: the opaque mast, the driver, the global, the functions

# TODO 4: ffibuilder.set_source(): the module is _header, its C is mast.c

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
