"""offsetof asks for a member of a struct, or an index of an array."""

from cffi import FFI

ffi = FFI()
ffi.offsetof("int", "x")
