"""The memory may not be written."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer("char[]", b"rain", require_writable=True)
