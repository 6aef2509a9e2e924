"""An enum needs at least one name."""

from cffi import FFI

ffi = FFI()
ffi.cdef("enum colour {};")
