"""ffi.buffer and ffi.unpack take a pointer or an array."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { double x, y; };")
ffi.buffer(ffi.new("struct point *")[0])
