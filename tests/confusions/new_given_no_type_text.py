"""The type is given as a text."""

from cffi import FFI

ffi = FFI()
ffi.new(int, 5)
