"""A function is in the library, and not in the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double cbrt(double x);")
libm = ffi.dlopen("m")
print(libm.cbrt(27.0))
print(libm.hypot(3.0, 4.0))
