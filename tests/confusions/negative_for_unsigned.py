"""An unsigned type takes no negative number."""

from cffi import FFI

ffi = FFI()
ffi.cdef("unsigned int sleep(unsigned int seconds);")
lib = ffi.dlopen(None)
lib.sleep(-1)
