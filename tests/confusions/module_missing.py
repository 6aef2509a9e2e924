"""A package is built where cffi is not installed: the build goes well, and its compiled module is missing."""

import subprocess
import sys
from pathlib import Path

from scratch import enter, installed

enter()
Path("add.py").write_text("from _add import lib\n")
Path("setup.py").write_text("""
from setuptools import setup
setup(name="add", version="1.0", py_modules=["add"], cffi_modules=["add_build.py:ffi"])
""")
command = [sys.executable, "-S", "-W", "ignore", "setup.py", "-q", "build_py", "--build-lib", "installed"]
subprocess.run(command, env=installed("setuptools", "_distutils_hack"), check=True)
sys.path.insert(0, "installed")

import add

print(add.lib.add(1, 2))
