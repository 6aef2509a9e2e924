"""A void callback returned something."""

from cffi import FFI

ffi = FFI()
note = ffi.callback("void(int)", lambda number: number)
note(3)
