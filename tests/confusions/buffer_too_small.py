"""The array is shorter than the type says."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer("double[4]", bytes(16))
