"""A column of a matrix has other numbers between its own."""

import numpy as np
from cffi import FFI

ffi = FFI()
column = np.zeros((3, 4))[:, 0]
print(ffi.from_buffer("double[]", np.ascontiguousarray(column)))
print(ffi.from_buffer("double[]", column))
