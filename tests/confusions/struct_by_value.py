"""C got a copy of the struct."""

from cffi import FFI
from scratch import library

ffi = FFI()
ffi.cdef("struct point { double x, y; }; void move(struct point point);")
code = "struct point { double x, y; }; void move(struct point point) { point.x += 1; }"
lib = ffi.dlopen(library("move", code))
point = ffi.new("struct point *", [1.5, 2.5])
lib.move(point[0])
print("wanted: 2.5")
print("read:  ", point.x)
