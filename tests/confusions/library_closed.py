"""The library was closed before it was used."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int abs(int number);")
lib = ffi.dlopen(None)
ffi.dlclose(lib)
lib.abs(3)
