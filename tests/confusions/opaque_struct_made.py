"""cffi cannot make what it does not know the size of."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct table;")
ffi.new("struct table *")
