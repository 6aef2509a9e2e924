"""A pointer or array of C has no attributes."""

from cffi import FFI

ffi = FFI()
ffi.new("int *", 5).value
