"""A struct is filled from a list, a tuple, a dict or a struct."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; };")
ffi.new("struct point *", 1.5)
