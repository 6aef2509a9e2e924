"""A function type is not a pointer to a function."""

from cffi import FFI

ffi = FFI()
ffi.cast("int(int)", 0)
