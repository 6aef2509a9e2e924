"""The value does not have the form that the C type asks for."""

from cffi import FFI

ffi = FFI()
ffi.new("int[]", "2.5")
