"""C wrote into a copy, and the array stays as it was."""

import numpy as np
from cffi import FFI
from scratch import library

path = library("twice", "void twice(double *a, int n) { for (int i = 0; i < n; i++) a[i] *= 2; }")
ffi = FFI()
ffi.cdef("void twice(double *a, int n);")
lib = ffi.dlopen(path)
table = np.ones((2, 2))
lib.twice(ffi.from_buffer("double[]", np.ascontiguousarray(table[:, 1])), 2)
print("wanted: [2. 2.]")
print("read:  ", table[:, 1])
