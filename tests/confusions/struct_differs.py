"""The struct of the cdef lacks fields that the struct of the C has."""

from cffi import FFI
from scratch import enter

enter()
ffi = FFI()
ffi.cdef("struct place { double x, y, z; };")
ffi.set_source("_place", "struct place { double x, y, z, t, u, v; };", extra_compile_args=["-O0"])
ffi.compile()

import _place

print(_place.ffi.sizeof("struct place"))
