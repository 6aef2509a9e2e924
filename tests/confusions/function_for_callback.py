"""A Python function is no C function pointer."""

from cffi import FFI

ffi = FFI()
ffi.cdef("void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *));")
lib = ffi.dlopen(None)
numbers = ffi.new("int[]", [3, 1, 2])
lib.qsort(numbers, 3, 4, lambda one, other: 0)
