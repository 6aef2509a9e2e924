"""Compile _capstone, the extension module behind capstone_api.py: API mode, out-of-line.

Run it once, and again after each change of this file or of shortlex.c: python capstone_build.py
"""

from pathlib import Path

from cffi import FFI
from database import CDEF

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: ffibuilder.cdef(): the same lines as in capstone_abi.py
HEADERS = """
    #include <sqlite3.h>
    #include "shortlex.h"
"""
# TODO 2: ffibuilder.set_source(): _capstone, of HEADERS; shortlex.c in it, SQLite linked with it

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
