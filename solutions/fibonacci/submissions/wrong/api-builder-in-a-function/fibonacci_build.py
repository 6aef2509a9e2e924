"""Compile _fibonacci."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent


def main():
    builder = FFI()
    builder.cdef("void fibo_step(int64_t *current, int64_t *next);")
    builder.set_source("_fibonacci", '#include "fibonacci.h"', sources=["fibonacci.c"])
    builder.compile(tmpdir=str(HERE))


if __name__ == "__main__":
    main()
