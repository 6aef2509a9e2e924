"""Compile _capstone, the extension module behind capstone_api.py: API mode, out-of-line.

Run it once, and again after each change of this file or of shortlex.c: python capstone_build.py
"""

from pathlib import Path

from cffi import FFI
from database import CDEF

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# BEGIN SOLUTION: # TODO 1: ffibuilder.cdef(): the same lines as in capstone_abi.py
ffibuilder.cdef(
    CDEF
    + """
    char *sqlite3_expanded_sql(sqlite3_stmt *statement);
    void sqlite3_free(void *memory);
    int sqlite3_column_type(sqlite3_stmt *statement, int column);
    const void *sqlite3_column_blob(sqlite3_stmt *statement, int column);
    int sqlite3_column_bytes(sqlite3_stmt *statement, int column);
    int sqlite3_create_collation_v2(sqlite3 *database, const char *name, int encoding, void *data,
                                    int (*compare)(void *, int, const void *, int, const void *),
                                    void (*destroy)(void *));

    int shortlex_compare(void *data, int left_size, const void *left, int right_size, const void *right);
"""
)
# END SOLUTION
HEADERS = """
    #include <sqlite3.h>
    #include "shortlex.h"
"""
# BEGIN SOLUTION: # TODO 2: ffibuilder.set_source(): _capstone, of HEADERS; shortlex.c in it, SQLite linked with it
ffibuilder.set_source("_capstone", HEADERS, sources=["shortlex.c"], libraries=["sqlite3"])
# END SOLUTION

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
