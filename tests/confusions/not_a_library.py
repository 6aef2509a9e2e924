"""The file is no shared library of this system."""

from pathlib import Path

from cffi import FFI
from scratch import enter

enter()
Path("libadd.so").write_text("int add(int a, int b) { return a + b; }\n" * 2)
FFI().dlopen("./libadd.so")
