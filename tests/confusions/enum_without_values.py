"""An enum without values is guessed to be unsigned int."""

from cffi import FFI

ffi = FFI()
ffi.cdef("enum colour;")
ffi.new("enum colour *")
