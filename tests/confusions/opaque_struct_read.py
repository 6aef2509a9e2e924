"""cffi does not know the members of this struct."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct table;")
ffi.cast("struct table *", 1).count
