"""Compile _strings, the extension module behind strings_api.py: API mode, out-of-line.

Run it once: python strings_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: declare the five functions, as in strings_abi.py

# TODO 2: ffibuilder.set_source(): the module is _strings, its C is greeting.c

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
