"""ffi.gc returns the pointer to keep."""

from cffi import FFI

ffi = FFI()
table = ffi.new("int *", 5)
ffi.gc(table, lambda pointer: print("freed"))
print("table is still in use")
