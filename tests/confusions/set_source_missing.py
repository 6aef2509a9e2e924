"""compile() needs set_source() first."""

from cffi import FFI

ffi = FFI()
ffi.compile()
