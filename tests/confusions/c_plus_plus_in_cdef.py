"""A cdef is C: no classes, references, templates or namespaces."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int half(int &number);")
