"""Compile weekday.c and its binding into the module _foo: API mode, with sources=."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("int weekday(int year, int month, int day);")

# The header tells the compiler that weekday() exists. The function itself is in the C file,
# and sources= compiles that as well, into the same module.
ffibuilder.set_source("_foo", '#include "weekday.h"', sources=["weekday.c"])

if __name__ == "__main__":
    # The folder of the module, and the folder from which weekday.c is looked up.
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).name}")
