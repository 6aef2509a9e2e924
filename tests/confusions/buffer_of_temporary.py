"""A pointer is cast out of the buffer of an array that nothing else holds."""

import numpy as np
from cffi import FFI

ffi = FFI()
heights = ffi.cast("double *", ffi.from_buffer(np.array([2962.0, 3106.0])))
others = [np.array([-254.0, -140.0]) for _ in range(100)]
print("stored: 2962.0 3106.0")
print("read:  ", heights[0], heights[1])
