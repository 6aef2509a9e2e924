"""libm.so, which `-lm` finds, is no library but a text for the linker."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double cbrt(double x);")
print(ffi.dlopen("m").cbrt(27.0))
print(ffi.dlopen("libm.so").cbrt(27.0))
