"""NumPy and from_buffer take ffi.buffer(p), not p."""

from cffi import FFI

ffi = FFI()
memoryview(b"").__class__(ffi.new("int *"))
