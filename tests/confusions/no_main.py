"""A shared library is made with -shared."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("add.c").write_text("int add(int a, int b) { return a + b; }\n")
subprocess.run(["cc", "add.c", "-o", "libadd.so"])
