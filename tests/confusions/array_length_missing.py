"""An array without a length needs a length or a list."""

from cffi import FFI

ffi = FFI()
ffi.new("int[]")
