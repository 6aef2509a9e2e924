"""The library uses a function, and was linked with nothing that has it."""

from scratch import library

from cffi import FFI

FFI().dlopen(library("half", "int helper(int);\nint (*keep)(int) = helper;\n"))
