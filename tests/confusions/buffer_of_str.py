"""A str has no memory that C could read."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer("rain")
