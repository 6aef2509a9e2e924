"""A declaration with words that only the compiler knows is pasted into the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
int twice(int number) __attribute__((pure));
""")
