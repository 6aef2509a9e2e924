"""A command that make ran failed."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("Makefile").write_text("libadd.so:\n\tfalse\n")
subprocess.run(["make"])
