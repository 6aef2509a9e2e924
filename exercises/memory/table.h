#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

/*
 * How far a stone has fallen after 0, 1, 2 ... n - 1 seconds, in metres.
 *
 * The struct holds two addresses. Who owns what lies there is said below, and
 * it is not the same for a table from table_new() as for one of your own.
 */
struct table {
    const char *title; /* NUL-terminated */
    double *metres;    /* n numbers */
    size_t n;
};

/*
 * C allocates: return a new table of n rows, filled, or NULL when there is no
 * memory for it.
 *
 * title: NUL-terminated; it is copied, so yours is free to go.
 * The table, its title and its metres belong to the library. They live until
 * you hand the table to table_free(), which you do once, and never to free().
 */
struct table *table_new(const char *title, size_t n);

/* Free a table that table_new() gave, with its title and metres. */
void table_free(struct table *table);

/*
 * You allocate: fill table->metres, where you made room for table->n numbers.
 *
 * The table, its title and its metres belong to you. Nothing is allocated, and
 * nothing is kept.
 */
void table_fill(struct table *table);

/*
 * Return after how many seconds the stone has fallen `metres` or more; n when
 * the table ends before that. The table is only read.
 */
size_t table_find(const struct table *table, double metres);

#endif
