"""[0] was forgotten: the pointer stands where its value is meant."""

from cffi import FFI

ffi = FFI()
count = ffi.new("int *", 3)
print(range(count))
