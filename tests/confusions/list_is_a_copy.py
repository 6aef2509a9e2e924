"""C writes into a list, and nothing comes back."""

from cffi import FFI
from scratch import library

path = library("twice", "void twice(double *a, int n) { for (int i = 0; i < n; i++) a[i] *= 2; }")
ffi = FFI()
ffi.cdef("void twice(double *a, int n);")
rain = [1.5, 2.5, 4.0]
ffi.dlopen(path).twice(rain, len(rain))
print("wanted: [3.0, 5.0, 8.0]")
print("read:  ", rain)
