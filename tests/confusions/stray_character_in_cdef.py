"""A character in the cdef does not belong to C."""

from cffi import FFI

ffi = FFI()
ffi.cdef("@ int half(int number);")
