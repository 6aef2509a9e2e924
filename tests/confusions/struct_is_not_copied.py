"""A second name is no second struct."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; };")
point = ffi.new("struct point *", [1.5, 2.5])
copy = point[0]
copy.x = 9
print("wanted: 1.5")
print("read:  ", point.x)
