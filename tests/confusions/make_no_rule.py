"""make does not know how a file comes about."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("Makefile").write_text("libadd.so: add.c\n\tcc -shared -o libadd.so add.c\n")
subprocess.run(["make"])
