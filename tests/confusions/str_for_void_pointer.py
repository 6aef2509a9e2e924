"""A void * takes no str: encode it first."""

from cffi import FFI

ffi = FFI()
ffi.cdef("long write(int file, const void *data, size_t count);")
lib = ffi.dlopen(None)
lib.write(1, "rain", 4)
