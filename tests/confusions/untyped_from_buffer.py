"""from_buffer without a type gives char[], which is handed to a function that takes a double *."""

import numpy as np
from cffi import FFI
from scratch import library

path = library(
    "total",
    "double total(const double *a, int n) { return n > 0 ? a[0] + total(a + 1, n - 1) : 0; }",
)
ffi = FFI()
ffi.cdef("double total(const double *a, int n);")
lib = ffi.dlopen(path)
rain = np.array([1.5, 2.5, 4.0])
print(lib.total(ffi.from_buffer("double[]", rain), len(rain)))
print(lib.total(ffi.from_buffer(rain), len(rain)))
