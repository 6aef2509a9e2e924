"""from_handle takes the void * that new_handle gave."""

from cffi import FFI

ffi = FFI()
ffi.from_handle(ffi.new("int *"))
