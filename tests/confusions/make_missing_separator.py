"""A command in a Makefile begins with a tab."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("Makefile").write_text("libadd.so: add.c\n    cc -shared -o libadd.so add.c\n")
subprocess.run(["make"])
