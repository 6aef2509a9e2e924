"""What mysqlite._sqlite is made of: 18 functions of SQLite, one of ours, and a callback.

setup.py names this file, and pip runs it. For a module beside the sources: python mysqlite_build.py
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("""
    #define SQLITE_OK ...
    #define SQLITE_ROW ...
    #define SQLITE_DONE ...
    #define SQLITE_UTF8 ...
    #define SQLITE_TEXT ...
    #define SQLITE_NULL ...

    typedef ... sqlite3;
    typedef ... sqlite3_stmt;
    typedef ... sqlite3_context;
    typedef ... sqlite3_value;
    typedef void (*sqlite3_destructor_type)(void *);
    /* In C it is ((sqlite3_destructor_type)-1), which no cdef can compute. */
    static const sqlite3_destructor_type SQLITE_TRANSIENT;

    int sqlite3_open(const char *filename, sqlite3 **database);
    int sqlite3_close_v2(sqlite3 *database);
    const char *sqlite3_errmsg(sqlite3 *database);

    int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int size, sqlite3_stmt **statement,
                           const char **rest);
    int sqlite3_bind_double(sqlite3_stmt *statement, int place, double value);
    int sqlite3_bind_text(sqlite3_stmt *statement, int place, const char *text, int size,
                          sqlite3_destructor_type destroy);
    int sqlite3_step(sqlite3_stmt *statement);
    int sqlite3_column_count(sqlite3_stmt *statement);
    int sqlite3_column_type(sqlite3_stmt *statement, int column);
    double sqlite3_column_double(sqlite3_stmt *statement, int column);
    const unsigned char *sqlite3_column_text(sqlite3_stmt *statement, int column);
    int sqlite3_finalize(sqlite3_stmt *statement);

    int sqlite3_create_function_v2(sqlite3 *database, const char *name, int arguments, int flags,
                                   void *data,
                                   void (*call)(sqlite3_context *, int, sqlite3_value **),
                                   void (*step)(sqlite3_context *, int, sqlite3_value **),
                                   void (*finish)(sqlite3_context *), void (*destroy)(void *));
    void *sqlite3_user_data(sqlite3_context *context);
    int sqlite3_value_type(sqlite3_value *value);
    double sqlite3_value_double(sqlite3_value *value);
    void sqlite3_result_double(sqlite3_context *context, double value);
    void sqlite3_result_error(sqlite3_context *context, const char *text, int size);

    int64_t columns_fill(sqlite3_stmt *statement, double *values, size_t n);

    extern "Python" void call_python(sqlite3_context *, int, sqlite3_value **);
""")
ffibuilder.set_source(
    "mysqlite._sqlite",
    '#include "columns.h"',  # which includes sqlite3.h
    sources=["c/columns.c"],
    include_dirs=["c"],
    libraries=["sqlite3"],
)

if __name__ == "__main__":
    print("ready:", Path(ffibuilder.compile(tmpdir=str(HERE))).name)
