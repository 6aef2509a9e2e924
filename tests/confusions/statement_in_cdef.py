"""A cdef takes declarations, not statements."""

from cffi import FFI

ffi = FFI()
ffi.cdef("return 0;")
