"""C wants the address, and got the thing itself."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; }; struct line { struct point *start; };")
line = ffi.new("struct line *")
point = ffi.new("struct point *")
line.start = point[0]
