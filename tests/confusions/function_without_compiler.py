"""This function type cannot be called through libffi."""

from cffi import FFI

ffi = FFI()
ffi.callback("int(int, ...)", print)
