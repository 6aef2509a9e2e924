"""Only a pointer to sized items can be moved or compared."""

from cffi import FFI

ffi = FFI()
ffi.cast("int", 3) + 1
