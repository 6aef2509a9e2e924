"""The compiler failed inside of a build."""

import subprocess
import sys
from pathlib import Path

from scratch import enter

enter()
Path("half.c").write_text("int half(int n) { return m / 2; }\n")
Path("setup.py").write_text("""
from setuptools import Extension, setup
setup(name="half", version="1.0", py_modules=[], ext_modules=[Extension("half", ["half.c"])])
""")
subprocess.run([sys.executable, "setup.py", "-q", "build"])
