"""The program starts without a library that it was linked with."""

import subprocess
from pathlib import Path

from scratch import library

library("add", "int add(int a, int b) { return a + b; }")
Path("main.c").write_text("int add(int a, int b);\nint main(void) { return add(1, -1); }\n")
subprocess.run(["cc", "main.c", "-L.", "-ladd", "-o", "main"], check=True)
subprocess.run(["./main"])
