"""The handle was let go of before C passed it on."""

from cffi import FFI

ffi = FFI()
address = ffi.cast("void *", int(ffi.cast("intptr_t", ffi.new_handle(object()))))
ffi.from_handle(address)
