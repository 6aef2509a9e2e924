"""In ABI mode a struct has the layout of the cdef."""

from cffi import FFI

ffi = FFI()
ffi.cdef(
    "struct real { int id; long count; double value; }; struct typed { int id; int count; double value; };"
)
real = ffi.new("struct real *", [1, 2, 2.5])
typed = ffi.cast("struct typed *", real)
print("stored:", real.id, real.count, real.value)
print("read:  ", typed.id, typed.count, typed.value)
