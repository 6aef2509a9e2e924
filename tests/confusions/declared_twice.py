"""A notebook cell with a cdef is run again, after the declaration in it was mended."""

from cffi import FFI

ffi = FFI()
ffi.cdef("float cbrt(float x);")
ffi.cdef("double cbrt(double x);")
