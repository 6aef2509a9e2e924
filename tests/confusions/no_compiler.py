"""API mode where there is no C compiler."""

import os

from cffi import FFI
from scratch import enter

enter()
ffi = FFI()
ffi.cdef("int add(int a, int b);")
ffi.set_source("_add", "int add(int a, int b) { return a + b; }")
os.environ.update(CC="cc", PATH="")  # no program is found
ffi.compile()
