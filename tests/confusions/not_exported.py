"""A function is declared to cffi, and static in C."""

from cffi import FFI
from scratch import library

path = library(
    "count",
    "static int twice(int a) { return 2 * a; } int fourfold(int a) { return twice(twice(a)); }",
)
ffi = FFI()
ffi.cdef("int twice(int a); int fourfold(int a);")
lib = ffi.dlopen(path)
print(lib.fourfold(1))
print(lib.twice(1))
