"""A pointer has no length."""

from cffi import FFI

ffi = FFI()
list(ffi.new("int *"))
