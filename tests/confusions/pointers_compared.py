"""== compares addresses, not texts."""

from cffi import FFI

ffi = FFI()
one, other = ffi.new("char[]", b"rain"), ffi.new("char[]", b"rain")
print("one == other:", one == other)
print("texts equal: ", ffi.string(one) == ffi.string(other))
