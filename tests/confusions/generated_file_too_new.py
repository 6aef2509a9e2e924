"""The generated module is from another run, or was not written."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct big { char data[3000000000]; };")
ffi.set_source("_big", None)
ffi.emit_python_code("/dev/null")
