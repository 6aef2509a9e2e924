"""dlopen takes a str, not a Path."""

from cffi import FFI

ffi = FFI()
from pathlib import Path

ffi.dlopen(Path("libadd.so"))
