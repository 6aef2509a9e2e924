"""cffi_modules names a script and the FFI object in it."""

import subprocess
import sys
from pathlib import Path

from scratch import enter

enter()
Path("setup.py").write_text("""
from setuptools import setup
setup(name="rain", version="1.0", py_modules=[], cffi_modules=["rain_build.py:ffi"])
""")
subprocess.run([sys.executable, "setup.py", "-q", "build"])
