"""The compiler cannot read the C."""

import subprocess
from pathlib import Path

from scratch import enter

enter()
Path("add.c").write_text("int add(int a, int b)\n{\n    int sum = a + b\n    return sum;\n}\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", "libadd.so", "add.c"])
