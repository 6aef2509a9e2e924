"""A bracket, a comma or a semicolon stands in the wrong place."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int add(int a, int b));")
