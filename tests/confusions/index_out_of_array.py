"""The index is outside of the array."""

from cffi import FFI

ffi = FFI()
ffi.new("int[3]")[3]
