"""There are more values than places for them."""

from cffi import FFI

ffi = FFI()
ffi.new("int[2]", [1, 2, 3])
