"""In ABI mode nobody compares the cdef with the C."""

from cffi import FFI
from scratch import library

path = library("people", "long long people(void) { return 8200000000; }")
ffi = FFI()
ffi.cdef("int people(void); int sqrt(int x);")
print("C returns: 8200000000")
print("read:     ", ffi.dlopen(path).people())
print("sqrt(9) declared as int sqrt(int) is 3:", ffi.dlopen("m").sqrt(9) == 3)
