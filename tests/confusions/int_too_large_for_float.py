"""The integer is larger than any double."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double sqrt(double number);")
lib = ffi.dlopen("m")
lib.sqrt(10**400)
