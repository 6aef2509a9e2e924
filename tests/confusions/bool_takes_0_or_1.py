"""A _Bool is 0 or 1."""

from cffi import FFI

ffi = FFI()
ffi.new("_Bool *", 3)
