"""The name is no type that this FFI object knows."""

from cffi import FFI

ffi = FFI()
ffi.sizeof("rainfall")
