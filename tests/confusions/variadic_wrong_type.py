"""The format and the argument of printf are not compared."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int snprintf(char *text, size_t size, const char *format, ...);")
lib = ffi.dlopen(None)
text = ffi.new("char[40]")
lib.snprintf(text, 40, b"%d", ffi.cast("double", 2.5))
print("wanted: 2.5")
print("is a number of its own:", ffi.string(text) != b"2.5")
