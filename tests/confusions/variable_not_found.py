"""The library has no variable of that name."""

from cffi import FFI

ffi = FFI()
ffi.cdef("extern int no_such_count;")
lib = ffi.dlopen(None)
lib.no_such_count
