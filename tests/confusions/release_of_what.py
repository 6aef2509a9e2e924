"""Only what Python owns can be released."""

from cffi import FFI

ffi = FFI()
ffi.release(ffi.cast("int *", 1))
