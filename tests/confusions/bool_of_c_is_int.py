"""A C function that says no with 0 raises nothing."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int chdir(const char *path);")
lib = ffi.dlopen(None)
lib.chdir(b"/no/such/folder")
print("no exception, and the folder is the same")
