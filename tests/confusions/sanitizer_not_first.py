"""The sanitizer has to be loaded first."""

import subprocess
from pathlib import Path

from cffi import FFI
from scratch import enter

enter()
Path("add.c").write_text("int add(int *a) { return a[0]; }\n")
command = ["cc", "-shared", "-fPIC", "-fsanitize=address", "-o", "libadd.so", "add.c"]
subprocess.run(command, check=True)
FFI().dlopen("./libadd.so")
