"""A buffer holds bytes."""

from cffi import FFI

ffi = FFI()
ffi.buffer(ffi.new("char[4]"))[0] = 3
