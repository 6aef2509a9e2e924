"""A bit field is part of an integer."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct flags { int wide : 40; };")
ffi.new("struct flags *")
