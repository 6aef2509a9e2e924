"""printf is given a Python int, whose C type nobody declared."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int printf(const char *format, ...);")
libc = ffi.dlopen(None)
libc.printf(b"%d\n", ffi.cast("int", 42))
libc.printf(b"%d\n", 42)
