#include "table.h"

#include <stdlib.h>
#include <string.h>

/* Half of the standard acceleration of gravity, in m/s^2. */
static const double half_g = 9.80665 / 2.0;

struct table *table_new(const char *title, size_t n)
{
    const size_t size = strlen(title) + 1;
    struct table *const table = malloc(sizeof *table);
    char *const copy = malloc(size);
    double *const metres = calloc(n > 0 ? n : 1, sizeof *metres);

    if (!table || !copy || !metres) {
        free(metres);
        free(copy);
        free(table);
        return NULL;
    }
    memcpy(copy, title, size);
    *table = (struct table){.title = copy, .metres = metres, .n = n};
    table_fill(table);
    return table;
}

void table_free(struct table *table)
{
    free((char *)table->title);
    free(table->metres);
    free(table);
}

void table_fill(struct table *table)
{
    for (size_t second = 0; second < table->n; second++) {
        table->metres[second] = half_g * (double)second * (double)second;
    }
}

size_t table_find(const struct table *table, double metres)
{
    size_t second = 0;

    while (second < table->n && table->metres[second] < metres) {
        second++;
    }
    return second;
}
