"""No library lies at this path."""

from cffi import FFI

ffi = FFI()
ffi.dlopen("./libadd.so")
