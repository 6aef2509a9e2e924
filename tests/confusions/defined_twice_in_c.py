"""The same function was linked twice."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("one.c").write_text("int add(int a, int b) { return a + b; }\n")
Path("two.c").write_text("int add(int a, int b) { return a - b; }\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", "libadd.so", "one.c", "two.c"])
