"""The items of the buffer have no size."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer("int[][0]", bytes(8))
