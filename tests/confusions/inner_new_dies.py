"""An array that only a struct points to: the struct does not own it."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct series { double *values; int count; };")
rain = ffi.new("struct series *", {"count": 1000})
rain.values = ffi.new("double[]", [2.5] * 1000)
others = [ffi.new("double[]", [-1.0] * 1000) for _ in range(100)]
print("stored:", 2.5)
print("read:  ", rain.values[0])
