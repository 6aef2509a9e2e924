"""Compile _tiny, in API mode out-of-line."""

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("int tiny_add(int a, int b);")
ffibuilder.set_source("_tiny", '#include "tiny.h"', sources=["tiny.c"])
