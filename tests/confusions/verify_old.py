"""ffi.verify() is the old way."""

from cffi import FFI

ffi = FFI()
ffi.cdef("typedef ... *table;")
ffi.cdef("extern int counts[...];")
ffi.verify("int counts[3]; typedef int *table;", foo=object())
