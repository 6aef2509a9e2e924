"""A whole header is pasted into the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
#include <stddef.h>
double total(const double *values, size_t count);
""")
