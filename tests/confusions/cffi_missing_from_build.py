"""setuptools meets cffi_modules where cffi is not installed."""

import subprocess
import sys
from pathlib import Path

from scratch import enter, installed

enter()
Path("setup.py").write_text("""
from setuptools import setup
setup(name="add", version="1.0", cffi_modules=["add_build.py:ffi"])
""")
environment = installed("setuptools", "_distutils_hack")
subprocess.run([sys.executable, "-S", "setup.py", "--version"], env=environment)
