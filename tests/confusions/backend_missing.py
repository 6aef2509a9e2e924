"""Python does not find the compiled half of cffi."""

import subprocess
import sys

from scratch import enter, installed

enter()
subprocess.run([sys.executable, "-S", "-c", "from cffi import FFI; FFI()"], env=installed("cffi"))
