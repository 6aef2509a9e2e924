"""ffi.string reads characters, and this is something else."""

from cffi import FFI

ffi = FFI()
ffi.string(ffi.new("int *"))
