"""lib holds the functions, and is none itself."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double sqrt(double number);")
lib = ffi.dlopen("m")
lib["sqrt"](2.0)
