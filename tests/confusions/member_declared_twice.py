"""Two members of the struct have one name."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x; double x; };")
ffi.new("struct point *")
