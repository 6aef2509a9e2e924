"""set_source takes a dotted name, the C, and lists."""

from cffi import FFI

ffi = FFI()
ffi.set_source("package/_rain", "")
