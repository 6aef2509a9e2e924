"""ffi.cast is for numbers and pointers."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; };")
ffi.cast("struct point", 3)
