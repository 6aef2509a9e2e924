"""ffi.string stops at the first zero byte."""

from cffi import FFI

ffi = FFI()
data = ffi.new("char[]", b"a\0b\0c")
print("stored:", bytes(ffi.buffer(data, 5)))
print("read:  ", ffi.string(data))
