"""A bytes-like object has a block of memory; a list has none."""

from cffi import FFI

ffi = FFI()
ffi.from_buffer("double[]", [1.5, 2.5])
