"""None is no NULL."""

from cffi import FFI

ffi = FFI()
ffi.cdef("long time(long *where);")
lib = ffi.dlopen(None)
lib.time(None)
