"""make sees nothing to do."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("Makefile").write_text("libadd.so:\n\ttouch libadd.so\n")
subprocess.run(["make"], stdout=subprocess.DEVNULL)
subprocess.run(["make"], stdout=2)
