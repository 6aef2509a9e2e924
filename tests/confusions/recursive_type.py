"""A struct cannot contain itself."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct node { int value; struct node next; };")
ffi.sizeof("struct node")
