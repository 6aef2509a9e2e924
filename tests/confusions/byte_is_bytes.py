"""A char comes as bytes, a uint8_t as a number."""

from cffi import FFI

ffi = FFI()
print("char:       ", ffi.new("char[]", b"rain")[0])
print("uint8_t:    ", ffi.new("uint8_t[]", b"rain")[0])
print("signed char:", ffi.cast("signed char", 200))
