"""The C of the module does not compile."""

from scratch import build

build("_a", "int g(int n);", "int g(int n) { return m; }")
