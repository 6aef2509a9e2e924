"""The size of a pointer is not that of what it points to."""

from cffi import FFI

ffi = FFI()
array = ffi.new("double[10]")
pointer = ffi.cast("double *", array)
print("array:  ", ffi.sizeof(array), len(ffi.buffer(array)))
print("pointer:", ffi.sizeof(pointer), len(ffi.buffer(pointer)))
