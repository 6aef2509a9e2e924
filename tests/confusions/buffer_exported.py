"""The array is in use by a pointer of C."""

from cffi import FFI

ffi = FFI()
text = bytearray(b"rain")
pointer = ffi.from_buffer("char[]", text)
text.extend(b"snow")
