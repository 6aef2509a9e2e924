"""The file is no shared library of this system."""

from pathlib import Path

from scratch import enter

from cffi import FFI

enter()
Path("libadd.so").write_text("int add(int a, int b) { return a + b; }\n" * 2)
FFI().dlopen("./libadd.so")
