/*
 * The functions of table.h, with other numbers: row k is 1000 + k metres, and
 * nothing is found. It never really frees, so that it can count: the tables
 * that C still has, and those that were handed to table_free() too often.
 */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int probe_open_count(void);
int probe_freed_wrongly(void);

enum { MOST = 128, ROWS = 64 };

struct block {
    struct table table;
    char title[80];
    double metres[ROWS];
};
static struct {
    const struct table *table; /* compared, never read */
    int is_open;
} slots[MOST];
static int given, freed_wrongly;

struct table *table_new(const char *title, size_t n)
{
    struct block *block = NULL;

    if (strcmp(title, "no memory") != 0 && given < MOST && n <= ROWS) {
        block = malloc(sizeof *block);
    }
    if (!block) {
        return NULL;
    }
    snprintf(block->title, sizeof block->title, "%s", title);
    block->table = (struct table){block->title, block->metres, n};
    table_fill(&block->table);
    slots[given].table = &block->table;
    slots[given++].is_open = 1;
    return &block->table;
}

void table_free(struct table *table)
{
    for (int k = 0; k < given; k++) {
        if (slots[k].table == table && slots[k].is_open) {
            slots[k].is_open = 0;
            return;
        }
    }
    freed_wrongly++;
}

void table_fill(struct table *table)
{
    for (size_t k = 0; k < table->n; k++) {
        table->metres[k] = 1000.0 + (double)k;
    }
}

size_t table_find(const struct table *table, double metres)
{
    return table->n + (size_t)metres;
}

int probe_open_count(void)
{
    int count = 0;

    for (int k = 0; k < given; k++) {
        count += slots[k].is_open;
    }
    return count;
}

int probe_freed_wrongly(void)
{
    return freed_wrongly;
}
