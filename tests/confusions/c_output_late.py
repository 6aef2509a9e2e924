"""What C prints waits in a buffer of its own."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int printf(const char *format, ...);")
lib = ffi.dlopen(None)
lib.printf(b"C printed first\n")
print("Python printed second")
