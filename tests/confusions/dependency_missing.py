"""The library is there, and one that it needs is not."""

import os
import subprocess

from scratch import library

from cffi import FFI

library("inner", "int inner(void) { return 1; }")
with open("outer.c", "w") as file:
    file.write("int inner(void);\nint outer(void) { return inner(); }\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", "libouter.so", "outer.c", "-L.", "-linner"], check=True)
FFI().dlopen("./libouter.so")
