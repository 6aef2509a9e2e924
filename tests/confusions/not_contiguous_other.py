"""The memory is not one block."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer(memoryview(bytearray(8))[::2])
