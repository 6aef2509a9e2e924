"""ctypes and cffi do not know each other's objects."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
import ctypes

lib.frexp(8.0, ctypes.byref(ctypes.c_int()))
