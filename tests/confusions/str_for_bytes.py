"""A str is handed to a function that takes a char *."""

from cffi import FFI

ffi = FFI()
ffi.cdef("size_t strlen(const char *text);")
libc = ffi.dlopen(None)
print(libc.strlen("café".encode()))
print(libc.strlen("café"))
