"""The compiler does not find a C file."""

from scratch import build

build("_add", "int add(int a, int b);", "int add(int a, int b);", sources=["add.c"])
