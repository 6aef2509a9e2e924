"""ffi.include joins two of one kind."""

from cffi import FFI

ffi = FFI()
ffi.include("base")
