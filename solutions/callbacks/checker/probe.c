/*
 * Stands in for qsort() and for ranking.c: both put the largest first. Counts
 * rankings that are not freed, and pairs that a compare function of qsort()
 * contradicts itself about.
 */
#include "ranking.h"

#include <stdlib.h>
#include <string.h>

int probe_open_count(void);
int probe_contradictions(void);
void qsort(void *base, size_t count, size_t size,
           int (*compare)(const void *, const void *));

enum { MOST = 64 };

struct ranking {
    ranking_compare compare;
    void *data;
    size_t order[MOST];
    size_t count;
};

static int open_count, contradictions;

static int sign(int answer)
{
    return (answer > 0) - (answer < 0);
}

static void swap(char *one, char *other, size_t size)
{
    for (size_t k = 0; k < size; k++) {
        const char kept = one[k];
        one[k] = other[k];
        other[k] = kept;
    }
}

void qsort(void *base, size_t count, size_t size,
           int (*compare)(const void *, const void *))
{
    char *const bytes = base;

    for (size_t one = 0; one < count; one++) {
        for (size_t other = one + 1; other < count; other++) {
            char *const left = bytes + one * size;
            char *const right = bytes + other * size;
            const int answer = sign(compare(left, right));
            if (answer != -sign(compare(right, left))) {
                contradictions++;
            }
            if (answer < 0) {
                swap(left, right, size);
            }
        }
    }
}

struct ranking *ranking_new(ranking_compare compare, void *data)
{
    struct ranking *const ranking = calloc(1, sizeof *ranking);

    if (ranking) {
        ranking->compare = compare;
        ranking->data = data;
        open_count++;
    }
    return ranking;
}

void ranking_free(struct ranking *ranking)
{
    open_count--;
    free(ranking);
}

int ranking_add(struct ranking *ranking)
{
    size_t place = ranking->count;

    while (place > 0 && ranking->compare(ranking->count,
                                         ranking->order[place - 1],
                                         ranking->data) > 0) {
        ranking->order[place] = ranking->order[place - 1];
        place--;
    }
    ranking->order[place] = ranking->count++;
    return 0;
}

const size_t *ranking_order(const struct ranking *ranking)
{
    return ranking->order;
}

int probe_open_count(void)
{
    return open_count;
}

int probe_contradictions(void)
{
    return contradictions;
}
