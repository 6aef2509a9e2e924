"""The library uses a function, and was linked with nothing that has it."""

from cffi import FFI
from scratch import library

FFI().dlopen(library("half", "int helper(int);\nint (*keep)(int) = helper;\n"))
