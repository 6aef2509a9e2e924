"""An array cannot have a negative length."""

from cffi import FFI

ffi = FFI()
ffi.new("int[]", -1)
