"""Compile _crash, the extension module behind crash_api.py: API mode, out-of-line.

It is given. Run it again after each change of logbook.c: python crash_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    struct logbook;
    struct logbook_entry;
    struct logbook *logbook_new(void);
    void logbook_free(struct logbook *book);
    int logbook_add(struct logbook *book, const char *station, double knots);
    size_t logbook_count(const struct logbook *book);
    const struct logbook_entry *logbook_find(const struct logbook *book, const char *station);
    double logbook_knots(const struct logbook_entry *entry);
""")
ffibuilder.set_source(
    "_crash", '#include "logbook.h"', sources=["logbook.c"], extra_compile_args=["-g", "-O0"]
)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
