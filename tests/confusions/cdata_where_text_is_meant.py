"""A C string stands where Python wants text."""

from cffi import FFI

ffi = FFI()
"name: ".join([ffi.new("char[]", b"rain")])
