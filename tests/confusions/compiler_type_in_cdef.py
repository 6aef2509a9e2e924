"""cffi knows no 128-bit numbers and no half floats."""

from cffi import FFI

ffi = FFI()
ffi.cdef("__int128 product(long a, long b);")
