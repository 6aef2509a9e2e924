"""Say what the extension module is made of. setup.py names this file; pip runs it."""

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("void fibo_step(int64_t *current, int64_t *next);")
# The name with the dot puts the module into the package. Paths start at the folder of setup.py.
ffibuilder.set_source("fibo._fibo", '#include "fibo.h"', sources=["c/fibo.c"], include_dirs=["c"])
