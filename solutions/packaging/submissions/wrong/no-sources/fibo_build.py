"""Say what the extension module is made of. setup.py names this file; pip runs it."""

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("void fibo_step(int64_t *current, int64_t *next);")
# BEGIN SOLUTION: # TODO 1: ffibuilder.set_source(): the module _fibo inside of the package fibo, and its C
# The name with the dot puts the module into the package. Paths start at the folder of setup.py.
ffibuilder.set_source("fibo._fibo", '#include "fibo.h"', include_dirs=["c"])
# END SOLUTION
