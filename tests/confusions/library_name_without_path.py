"""A library in this folder is opened by its name alone, for which the loader looks elsewhere."""

from cffi import FFI
from scratch import library

library("add", "int add(int a, int b) { return a + b; }")
ffi = FFI()
ffi.cdef("int add(int a, int b);")
print(ffi.dlopen("./libadd.so").add(1, 2))
print(ffi.dlopen("libadd.so").add(1, 2))
