"""The linker does not find a library."""

from scratch import build

build("_c", "int g(int);", "int g(int);", libraries=["nosuch"])
