"""What the callback returned does not fit the C type."""

from cffi import FFI

ffi = FFI()
half = ffi.callback("int(int)", lambda number: 2**40)
half(3)
