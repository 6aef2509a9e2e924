"""Compile _libm, the extension module behind libm_api.py: API mode, out-of-line.

Run it once: python libm_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# TODO 1: declare cbrt() and hypot() with ffibuilder.cdef(), as in libm_abi.py

# TODO 2: ffibuilder.set_source(): the module _libm, the C #include, libraries=

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
