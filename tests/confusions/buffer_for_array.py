"""An array of bytes is filled from bytes, not from a bytearray or an array."""

from cffi import FFI

ffi = FFI()
ffi.new("uint8_t[4]", bytearray(b"rain"))
