"""A function is used, and nothing that was linked defines it."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("main.c").write_text("int add(int a, int b);\nint main(void) { return add(1, 2); }\n")
subprocess.run(["cc", "main.c", "-o", "main"])
