"""Three dots are filled in by a compiler, and ABI mode has none."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct q { int x; ...; };")
ffi.new("struct q *")
