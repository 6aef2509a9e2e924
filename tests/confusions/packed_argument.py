"""pack and packed take one form each."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct point { char tag; double x; };", packed=4)
