"""cffi does not know a word of the cdef: a type or a macro."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int table_count(const table *t);")
