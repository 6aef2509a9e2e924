"""The type that from_buffer is told is believed, whatever the array holds."""

import numpy as np
from cffi import FFI

ffi = FFI()
rain = np.array([1.5, 2.5, 4.0, 8.0], dtype=np.float32)
seen = ffi.from_buffer("double[]", rain)
print("stored:", len(rain), "numbers,", *rain)
print("read:  ", len(seen), "numbers,", *seen)
