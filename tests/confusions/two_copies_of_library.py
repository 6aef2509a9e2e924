"""Two copies of a library each have variables of their own."""

import shutil

from cffi import FFI
from scratch import library

ffi = FFI()
ffi.cdef("extern int count;")
first = library("count", "int count;")
shutil.copy(first, "libcopy.so")
one, other = ffi.dlopen(first), ffi.dlopen("./libcopy.so")
one.count = 5
print("wanted: 5")
print("read:  ", other.count)
