"""The pointer is NULL: nothing is there to read."""

from cffi import FFI

ffi = FFI()
ffi.cdef("char *getenv(const char *name);")
lib = ffi.dlopen(None)
ffi.string(lib.getenv(b"NO_SUCH_NAME"))
