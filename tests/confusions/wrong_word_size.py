"""Library and Python have different word sizes, or processors."""

from pathlib import Path

from cffi import FFI
from scratch import library

path = Path(library("add", "int add(int a, int b) { return a + b; }"))
data = bytearray(path.read_bytes())
data[4] = 1  # the byte of the ELF header that says 32 bits
path.write_bytes(data)
FFI().dlopen("./libadd.so")
