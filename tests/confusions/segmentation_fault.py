"""C touched memory that is not its own."""

import subprocess
import sys

code = """
from cffi import FFI
ffi = FFI()
ffi.cdef("int atoi(const char *text);")
ffi.dlopen(None).atoi(ffi.NULL)
"""
subprocess.run(["sh", "-c", '"$0" -c "$1"; exit 0', sys.executable, code])
