"""Three dots in a typedef stand for one of three things."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { int x; } ...;")
