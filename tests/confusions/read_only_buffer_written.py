"""A buffer of an array that is read-only can be written to."""

import numpy as np
from cffi import FFI

ffi = FFI()
heights = np.array([2962.0, 3106.0])
heights.flags.writeable = False
ffi.from_buffer("double[]", heights)[0] = -1.0
print("stored, read-only: 2962.0 3106.0")
print("read:             ", *heights)
