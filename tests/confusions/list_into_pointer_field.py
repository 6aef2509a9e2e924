"""A pointer in a struct takes memory, not a list."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct series { double *values; int count; };")
rain = ffi.new("struct series *")
rain.values = [1.5, 2.5]
