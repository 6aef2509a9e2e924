#include "columns.h"

#include <math.h>

int64_t columns_fill(sqlite3_stmt *statement, double *values, size_t n)
{
    int status = SQLITE_ROW;
    size_t row = 0;

    while (row < n && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        const int is_null = sqlite3_column_type(statement, 0) == SQLITE_NULL;
        values[row++] = is_null ? NAN : sqlite3_column_double(statement, 0);
    }
    return status == SQLITE_ROW || status == SQLITE_DONE ? (int64_t)row : -1;
}
