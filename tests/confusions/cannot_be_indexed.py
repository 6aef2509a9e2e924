"""A number or a function has no index."""

from cffi import FFI

ffi = FFI()
ffi.cast("int", 3)[0]
