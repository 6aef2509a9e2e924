"""A slice of C memory needs a start and an end."""

from cffi import FFI

ffi = FFI()
ffi.new("int[3]")[1:]
