"""Compile _callbacks, the extension module behind callbacks_api.py: API mode, out-of-line.

Run it once, and again after each change of this file: python callbacks_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));

    #define RANKING_STOP 2
    typedef int (*ranking_compare)(size_t left, size_t right, void *data);
    struct ranking;
    struct ranking *ranking_new(ranking_compare compare, void *data);
    void ranking_free(struct ranking *ranking);
    int ranking_add(struct ranking *ranking);
    const size_t *ranking_order(const struct ranking *ranking);
""")
# TODO 1: ffibuilder.cdef(): compare_numbers() and compare_entries() as extern "Python"
HEADERS = """
    #include <stdlib.h>
    #include "ranking.h"
"""
ffibuilder.set_source("_callbacks", HEADERS, sources=["ranking.c"])

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
