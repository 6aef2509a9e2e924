"""A shared library is compiled with -fPIC."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("add.c").write_text("int total; int add(int a) { return total += a; }\n")
subprocess.run(["cc", "-fno-pic", "-c", "add.c"])
subprocess.run(["cc", "-shared", "-o", "libadd.so", "add.o"])
