"""A global variable in a cdef is declared with extern."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int count;")
