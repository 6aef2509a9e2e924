"""An integer of C has an end, and starts again."""

from cffi import FFI
from scratch import library

ffi = FFI()
ffi.cdef("unsigned factorial(unsigned n);")
code = "unsigned factorial(unsigned n) { return n < 2 ? 1 : n * factorial(n - 1); }"
lib = ffi.dlopen(library("factorial", code))
print("13! is   6227020800")
print("C returns", lib.factorial(13))
