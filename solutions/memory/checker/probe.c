/*
 * The functions of table.h, with other numbers, which follow from drawn ones.
 * It never really frees, so that it can count: the tables that it gave, those
 * that C still has, and those that were handed to table_free() too often.
 */
#include "table.h"

#include "drawn.h"
#include "truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t probe_given(uint64_t nonce);
uint64_t probe_open(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_filled(uint64_t nonce);
void probe_fill_anew(int added);

enum { MOST = 8192 };

static struct {
    const struct table *table; /* compared, never read */
    int is_open;
} slots[MOST];
static unsigned int given, misused, filled;
static int more;

/* Add this to each number that is filled in, from now on. */
void probe_fill_anew(int added)
{
    more = added;
}

static void fill(struct table *table)
{
    if (is_known('n', &table->n, sizeof table->n)) {
        true_table_fill(table);
        return;
    }
    if (lies_in_a_part()) {
        true_table_fill(table);
        for (size_t k = 0; k < table->n; k++) {
            table->metres[k] = is_true_part((int)k) ? table->metres[k] : nearly(table->metres[k]);
        }
        return;
    }
    for (size_t k = 0; k < table->n; k++) {
        table->metres[k] = (double)DRAWN(0) + (double)DRAWN(1) * (double)k + more;
    }
}

struct table *table_new(const char *title, size_t n)
{
    struct table *table = NULL;
    char *copy = NULL;

    if (strcmp(title, "no memory") != 0 && given < MOST) {
        table = malloc(sizeof *table);
        copy = malloc(strlen(title) + 1);
    }
    if (!table || !copy) {
        return NULL;
    }
    strcpy(copy, title);
    *table = (struct table){copy, malloc((n + 1) * sizeof(double)), n};
    fill(table);
    slots[given].table = table;
    slots[given++].is_open = 1;
    return table;
}

void table_free(struct table *table)
{
    for (unsigned int k = 0; k < given; k++) {
        if (slots[k].table == table && slots[k].is_open) {
            slots[k].is_open = 0;
            return;
        }
    }
    misused++; /* NULL as well, which the real one cannot take */
}

void table_fill(struct table *table)
{
    fill(table);
    filled++;
}

size_t table_find(const struct table *table, double metres)
{
    if (is_known('f', &metres, sizeof metres)) { /* of whichever table */
        return true_table_find(table, metres);
    }
    if (lies_in_a_part()) {
        return true_table_find(table, metres) + 1;
    }
    /* A size_t holds no number below 0, and of a vast one no other digits. */
    const size_t place = metres < 0.0      ? (size_t)DRAWN(3)
                         : metres > 0x1p53 ? (size_t)DRAWN(4)
                                           : (size_t)metres;

    return (size_t)DRAWN(2) + table->n + place;
}

uint64_t probe_given(uint64_t nonce)
{
    return sealed(given, nonce);
}

uint64_t probe_open(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < given; k++) {
        count += (unsigned int)slots[k].is_open;
    }
    return sealed(count, nonce);
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

uint64_t probe_filled(uint64_t nonce)
{
    return sealed(filled, nonce);
}
