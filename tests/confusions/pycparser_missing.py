"""cffi reads a cdef with pycparser, which is missing."""

import subprocess
import sys

from scratch import enter, installed

enter()
code = "from cffi import FFI; FFI().cdef('int half(int number);')"
subprocess.run([sys.executable, "-S", "-c", code], env=installed("cffi", "_cffi_backend"))
