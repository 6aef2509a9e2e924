"""The callback returned None, or another type than C wants."""

from cffi import FFI

ffi = FFI()
half = ffi.callback("int(int)", lambda number: None)
half(3)
