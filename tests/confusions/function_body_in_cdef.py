"""A function with its body is pasted into the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
int twice(int number) { return 2 * number; }
""")
