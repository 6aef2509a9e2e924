"""API mode on a Python without setuptools, and without the distutils that Python 3.12 dropped."""

import subprocess
import sys
from pathlib import Path

from scratch import enter, installed

enter()
Path("add_build.py").write_text("""
from cffi import FFI
ffi = FFI()
ffi.cdef("int add(int a, int b);")
ffi.set_source("_add", "int add(int a, int b) { return a + b; }")
ffi.compile()
""")
environment = installed("cffi", "_cffi_backend", "pycparser")
Path("packages", "distutils.py").write_text('raise ImportError("gone since Python 3.12")')
subprocess.run([sys.executable, "-S", "add_build.py"], env=environment)
