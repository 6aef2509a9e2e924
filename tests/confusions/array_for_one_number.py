"""One number is wanted, and a whole array was given."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double sqrt(double number);")
lib = ffi.dlopen("m")
import numpy as np

lib.sqrt(np.zeros(3))
