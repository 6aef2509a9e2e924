"""A short name is given with its "lib", which belongs to the file and not to the name."""

from cffi import FFI
from scratch import library

library("add", "int add(int a, int b) { return a + b; }")
ffi = FFI()
ffi.cdef("int add(int a, int b);")
print(ffi.dlopen("./libadd.so").add(1, 2))
print(ffi.dlopen("libadd").add(1, 2))
