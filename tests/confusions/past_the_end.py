"""C reads past the end of an array, and says nothing."""

from cffi import FFI
from scratch import library

ffi = FFI()
ffi.cdef("int last(const int *a, int n);")
lib = ffi.dlopen(library("last", "int last(const int *a, int n) { return a[n]; }"))
numbers = ffi.new("int[4]", [1, 2, 3, 4])
print("stored:", numbers[2])
print("read:  ", lib.last(numbers, 3))
