"""Wide characters are made of str, not of bytes."""

from cffi import FFI

ffi = FFI()
ffi.new("wchar_t[]", b"rain")
