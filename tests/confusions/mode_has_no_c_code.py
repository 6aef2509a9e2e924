"""This method belongs to the other mode."""

from cffi import FFI

ffi = FFI()
ffi.set_source("_rain", None)
ffi.emit_c_code("_rain.c")
