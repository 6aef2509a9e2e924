"""cdef and its like take a text."""

from cffi import FFI

ffi = FFI()
ffi.cdef(b"int half(int number);")
