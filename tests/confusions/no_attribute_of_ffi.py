"""The FFI object has no such attribute."""

from scratch import extension

ffi, lib = extension("_point", "struct point { double x, y; };", "struct point { double x, y; };")
ffi.cdef("int half(int number);")
