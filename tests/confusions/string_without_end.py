"""ffi.string reads on until it meets a NUL."""

from cffi import FFI

ffi = FFI()
ffi.cdef("void *memcpy(void *target, const void *source, size_t size);")
lib = ffi.dlopen(None)
memory = ffi.new("char[16]", b"snow and ice")
lib.memcpy(memory, b"rain", 4)
print("wanted: b'rain'")
print("read:  ", ffi.string(memory))
