"""Compile _directory, the extension module behind directory_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python directory_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: ffibuilder.cdef(): the same lines as in directory_abi.py
ffibuilder.cdef("""
    struct directory *directory_open(const char *path);
    const char *directory_next(struct directory *directory);
    void directory_close(struct directory *directory);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): the module is _directory, its C is directory.c
ffibuilder.set_source("_directory", '#include "directory.h"', sources=["directory.c"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
