"""A length is a number, not a name or a sum."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct s { int a[MAX_N]; };")
