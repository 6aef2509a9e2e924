"""What was freed never came from malloc, or not from that one."""

from cffi import FFI

ffi = FFI()
ffi.cdef("void free(void *memory);")
lib = ffi.dlopen(None)
numbers = ffi.new("int[100]")
lib.free(ffi.cast("char *", numbers) + 8)
