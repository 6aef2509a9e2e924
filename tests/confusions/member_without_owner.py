"""A struct inside of a struct is kept, and the outer one is let go."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; }; struct line { struct point start, end; };")
start = ffi.new("struct line *", [[1.0, 2.0], [3.0, 4.0]]).start
others = [ffi.new("struct line *", [[50.0, 60.0], [70.0, 80.0]]) for _ in range(100)]
print("stored: 1.0 2.0")
print("read:  ", start.x, start.y)
