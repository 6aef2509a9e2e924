"""A comment in the cdef does not end."""

from cffi import FFI

ffi = FFI()
ffi.cdef("/* half of a number  double half(double number);")
