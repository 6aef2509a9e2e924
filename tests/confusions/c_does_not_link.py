"""The linker did not make the module."""

from scratch import build

build("_c", "int g(int);", "int g(int);", libraries=["nosuch"])
