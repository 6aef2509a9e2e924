"""errno is read from ffi.errno, right after the call."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int chdir(const char *path);")
lib = ffi.dlopen(None)
import ctypes

lib.chdir(b"/no/such/folder")
print("wanted: 2")
print("ctypes.get_errno():", ctypes.get_errno())
print("ffi.errno:", ffi.errno)
