"""dlopen("m") finds libm in-line, and does not out-of-line."""

from cffi import FFI
from scratch import enter

enter()
ffi = FFI()
ffi.cdef("double cbrt(double x);")
print(ffi.dlopen("m").cbrt(27.0))
ffi.set_source("_libm", None)
ffi.compile()

import _libm

print(_libm.ffi.dlopen("m").cbrt(27.0))
