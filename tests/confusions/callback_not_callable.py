"""What is to be called back cannot be called."""

from cffi import FFI

ffi = FFI()
ffi.callback("int(int)", 3)
