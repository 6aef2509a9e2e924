"""This is a pointer to data, not a function."""

from cffi import FFI

ffi = FFI()
ffi.new("int *")()
