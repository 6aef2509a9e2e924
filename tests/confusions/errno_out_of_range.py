"""errno is an int."""

from cffi import FFI

ffi = FFI()
ffi.errno = 2**40
