"""A C double takes a number, not a list or a text."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double sqrt(double number);")
lib = ffi.dlopen("m")
lib.sqrt([2.0])
