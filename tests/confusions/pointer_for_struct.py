"""C wants the struct, and got its address."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; }; struct line { struct point start; };")
line = ffi.new("struct line *")
line.start = ffi.new("struct point *")
