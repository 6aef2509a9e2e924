"""A macro that has to be worked out is pasted into the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
#define SECONDS_PER_DAY (24 * 60 * 60)
""")
