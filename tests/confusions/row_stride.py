"""Rows of an nx by ny array are ny long."""

import numpy as np
from cffi import FFI
from scratch import library

code = "double at(const double *a, int nx, int ny, int i, int j) { (void)ny; return a[i * nx + j]; }"
ffi = FFI()
ffi.cdef("double at(const double *a, int nx, int ny, int i, int j);")
lib = ffi.dlopen(library("at", code))
field = np.arange(6.0).reshape(2, 3)
print("stored:", field[1, 0])
print("read:  ", lib.at(ffi.from_buffer("double[]", field), 2, 3, 1, 0))
