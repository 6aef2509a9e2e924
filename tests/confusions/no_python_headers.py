"""API mode where Python's own headers are not installed: the compiler is not told where they are."""

import subprocess
import sys

from cffi import FFI
from scratch import enter

enter()
ffi = FFI()
ffi.cdef("int add(int a, int b);")
ffi.set_source("_add", "int add(int a, int b) { return a + b; }")
ffi.emit_c_code("_add.c")
done = subprocess.run(["cc", "-c", "_add.c"], stderr=subprocess.PIPE, text=True)
sys.exit(done.stderr.splitlines()[0])
