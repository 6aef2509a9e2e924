"""A library is built anew while this Python holds the old one open."""

from cffi import FFI
from scratch import library

ffi = FFI()
ffi.cdef("int version(void);")
old = ffi.dlopen(library("version", "int version(void) { return 1; }"))
new = ffi.dlopen(library("version", "int version(void) { return 2; }"))
print("built:", 2)
print("read: ", new.version())
