"""Here the compiler cannot fill the length in."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double total(double values[...]);")
