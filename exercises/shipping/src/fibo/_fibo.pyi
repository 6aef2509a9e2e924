"""What the compiled module has, for type checkers and editors: they cannot look into it."""

from typing import Any

# TODO 1: a class with what lib has, fibo_step() alone, in place of Any
lib: Any
# TODO 2: a class with what the package uses of ffi, new() alone, in place of Any
ffi: Any
