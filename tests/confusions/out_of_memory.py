"""There is not that much memory."""

from cffi import FFI

ffi = FFI()
ffi.new("char[]", 2**62)
