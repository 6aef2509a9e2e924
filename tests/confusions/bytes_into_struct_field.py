"""Bytes are assigned to a char * inside of a struct."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct station { const char *name; double height; };")
station = ffi.new("struct station *")
station.height = 2962.0
station.name = b"Zugspitze"
