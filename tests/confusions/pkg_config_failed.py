"""pkg-config does not know the library."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int days(void);")
ffi.set_source_pkgconfig("_rain", ["no-such-library"], "")
ffi.emit_c_code("/dev/null")
