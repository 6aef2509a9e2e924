import numpy as np
from cffi import FFI
ffi = FFI()
ffi.cdef("double station_warmest(const double *celsius, size_t n);")

def test_the_warmest_hour_is_found():
    celsius = ffi.from_buffer("double[]", np.array([11.5, 19.9, 17.2, 13.6]))
    assert ffi.dlopen("./libstation.so").station_warmest(celsius, len(celsius)) == 19.9
