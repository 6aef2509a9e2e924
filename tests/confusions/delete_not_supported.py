"""Nothing can be deleted from C memory."""

from cffi import FFI

ffi = FFI()
del ffi.new("int[3]")[0]
