"""The same memory was freed twice."""

from cffi import FFI

ffi = FFI()
ffi.cdef("void *malloc(size_t size); void free(void *memory);")
lib = ffi.dlopen(None)
memory = lib.malloc(100)
lib.free(memory)
lib.free(memory)
