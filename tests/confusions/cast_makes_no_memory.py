"""ffi.cast is taken for ffi.new."""

from cffi import FFI

ffi = FFI()
number = ffi.cast("int *", 5)
print("wanted: a pointer to an int that holds 5")
print("made:   ", number, sep="")
