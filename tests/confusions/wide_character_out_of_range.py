"""The number is no Unicode character, or does not fit the type."""

from cffi import FFI

ffi = FFI()
number = ffi.new("uint32_t *", 0x7FFFFFFF)
ffi.cast("char32_t *", number)[0]
