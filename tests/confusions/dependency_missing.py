"""The library is there, and one that it needs is not."""

import subprocess
from pathlib import Path

from cffi import FFI
from scratch import library

library("inner", "int inner(void) { return 1; }")
Path("outer.c").write_text("int inner(void);\nint outer(void) { return inner(); }\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", "libouter.so", "outer.c", "-L.", "-linner"], check=True)
FFI().dlopen("./libouter.so")
