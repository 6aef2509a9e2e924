"""A destructor raised an exception, which is printed and lost."""

from cffi import FFI

ffi = FFI()
memory = ffi.gc(ffi.cast("int *", 1), "closedir")
del memory
