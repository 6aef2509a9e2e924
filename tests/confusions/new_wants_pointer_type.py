"""ffi.new is asked for an int, where it wants the type of what it returns: int *."""

from cffi import FFI

ffi = FFI()
print(ffi.new("int *", 5)[0])
print(ffi.new("int", 5))
