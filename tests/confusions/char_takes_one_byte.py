"""A char is one byte; a text needs char[]."""

from cffi import FFI

ffi = FFI()
ffi.new("char *", b"text")
