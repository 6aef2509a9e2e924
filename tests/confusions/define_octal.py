"""A number in a #define begins with 0."""

from cffi import FFI

ffi = FFI()
ffi.cdef("#define MONTH 08")
