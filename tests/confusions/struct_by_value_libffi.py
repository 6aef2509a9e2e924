"""ABI mode cannot pass this struct by value."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct flags { unsigned a : 3, b : 5; }; struct flags div(int a, int b);")
lib = ffi.dlopen(None)
lib.div(7, 2)
