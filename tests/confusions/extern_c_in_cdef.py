"""The extern "C" of a C++ header is pasted into the cdef."""

import warnings

from cffi import FFI

warnings.simplefilter("ignore")  # cffi warns of the quotes before it fails
ffi = FFI()
ffi.cdef("""
extern "C" double total(const double *values, int count);
""")
