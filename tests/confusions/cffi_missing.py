"""This Python has no cffi."""

import subprocess
import sys

subprocess.run([sys.executable, "-S", "-c", "import cffi"], env={})
