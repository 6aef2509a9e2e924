"""An enum takes a number, not its name."""

from cffi import FFI

ffi = FFI()
ffi.cdef("enum colour { RED, GREEN };")
ffi.cast("enum colour", "GREEN")
