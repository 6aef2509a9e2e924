"""A library of the system is not installed."""

from cffi import FFI

ffi = FFI()
ffi.dlopen("libnosuch.so.2")
