"""ffi.addressof takes a struct, a union, an array, or a name of the library."""

from cffi import FFI

ffi = FFI()
ffi.addressof(ffi.new("int *"))
