"""The struct of the cdef has no such member."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; };")
ffi.new("struct point *").z
