"""The text does not fit the array."""

from cffi import FFI

ffi = FFI()
ffi.new("char[3]", b"four")
