"""Say what the extension module is made of. setup.py names this file; pip runs it."""

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("void fibo_step(int64_t *current, int64_t *next);")
# TODO 1: ffibuilder.set_source(): the module _fibo inside of the package fibo, and its C
