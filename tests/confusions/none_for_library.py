"""dlopen(None) opens Python itself, not your library."""

from ctypes.util import find_library

from cffi import FFI

ffi = FFI()
ffi.cdef("int add(int a, int b);")
lib = ffi.dlopen(find_library("nosuch"))
lib.add(1, 2)
