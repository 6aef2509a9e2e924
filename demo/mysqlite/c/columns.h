#ifndef COLUMNS_H
#define COLUMNS_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Step a statement up to n times, and store the first column of each row: a
 * number as it is, NULL as NaN.
 *
 * values: room for n numbers, which belongs to the caller.
 * Return the number of rows, which is below n at the end of the rows; or -1,
 * when SQLite reports an error.
 */
int64_t columns_fill(sqlite3_stmt *statement, double *values, size_t n);

#endif
