"""API mode is given the declaration of a function, and nobody its C."""

from cffi import FFI
from scratch import enter

enter()
ffi = FFI()
ffi.cdef("int add(int a, int b);")
ffi.set_source("_add", "int add(int a, int b);", extra_compile_args=["-O0"])
ffi.compile()

import _add

print(_add.lib.add(1, 2))
