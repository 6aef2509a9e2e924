"""malloc gives memory as it is."""

from cffi import FFI

ffi = FFI()
ffi.cdef(
    "void *malloc(size_t size); void free(void *memory); void *memset(void *memory, int byte, size_t size);"
)
lib = ffi.dlopen(None)
first = lib.malloc(4000)
lib.memset(first, 7, 4000)
lib.free(first)
again = ffi.cast("unsigned char *", lib.malloc(4000))
print("wanted: 0")
print("read:  ", again[2000])
