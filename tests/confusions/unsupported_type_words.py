"""These words do not make a C type."""

from cffi import FFI

ffi = FFI()
ffi.cdef("unsigned float half(double number);")
