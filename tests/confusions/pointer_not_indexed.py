"""What ffi.new made for one value has index 0 alone."""

from cffi import FFI

ffi = FFI()
ffi.new("int *")[1]
