"""The list has another length than the part of the array."""

from cffi import FFI

ffi = FFI()
ffi.new("int[3]")[0:2] = [1]
