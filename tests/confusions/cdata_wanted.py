"""The function of ffi wants cdata, and got a Python value."""

from cffi import FFI

ffi = FFI()
ffi.string(b"rain")
