"""A bytearray or an array is no C pointer."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
import array

lib.frexp(8.0, array.array("i", [0]))
