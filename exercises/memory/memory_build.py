"""Compile _memory, the extension module behind memory_api.py: API mode, out-of-line.

Run it once: python memory_build.py. It is given; there is nothing to write.
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    struct table {
        const char *title;
        double *metres;
        size_t n;
    };
    struct table *table_new(const char *title, size_t n);
    void table_free(struct table *table);
    void table_fill(struct table *table);
    size_t table_find(const struct table *table, double metres);
""")
ffibuilder.set_source("_memory", '#include "table.h"', sources=["table.c"])

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
