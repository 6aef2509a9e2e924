"""The array would be larger than the address space."""

from cffi import FFI

ffi = FFI()
ffi.new("int[]", 2**62)
