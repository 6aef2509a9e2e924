"""NULL is a cdata, not None."""

from cffi import FFI

ffi = FFI()
ffi.cdef("char *getenv(const char *name);")
lib = ffi.dlopen(None)
pointer = lib.getenv(b"NO_SUCH_NAME")
print("wanted: True")
print("pointer is None:", pointer is None)
print("pointer is ffi.NULL:", pointer is ffi.NULL)
