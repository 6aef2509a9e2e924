"""The function pointer is NULL."""

from cffi import FFI

ffi = FFI()
ffi.cast("int (*)(int)", 0)(3)
