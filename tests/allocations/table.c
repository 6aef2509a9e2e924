#include "failing.h"

#include "table.h"

#include <stdint.h>

int attempt(void)
{
    struct table *const table = table_new("a stone", 4);

    if (table) {
        table_free(table);
    }
    return table != NULL;
}

int refuses_impossible_sizes(void)
{
    int refused = 1;

    for (size_t less = 0; less < 3; less++) {
        refused &= !table_new("x", SIZE_MAX - less);
        refused &= !table_new("x", SIZE_MAX / sizeof(double) + 1 - less);
    }
    return refused;
}
