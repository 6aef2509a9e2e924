/*
 * Stands in for qsort() and for ranking.c: both put the largest first; then
 * qsort() adds a drawn number to each, and the ranking begins at a drawn place.
 * Counts rankings that are not freed, or are freed wrongly, and pairs that a
 * compare function contradicts itself about. Memory runs out when it is told
 * so.
 */
#include "ranking.h"

#include "drawn.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t probe_open(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_contradictions(uint64_t nonce);
uint64_t probe_unequal(uint64_t nonce);
void probe_no_memory(int new_ones, int entries);
void qsort(void *base, size_t count, size_t size,
           int (*compare)(const void *, const void *));

enum { RANKINGS = 1024, MOST_COUNTED = 2048, MOST_SORTED = 1000 };

struct ranking {
    ranking_compare compare;
    void *data;
    size_t *order;
    size_t *shown;
    size_t count;
    size_t room;
    int is_open;
};

static struct ranking *rankings[RANKINGS];
static unsigned int made, misused, contradictions, unequal;
static int no_new_ones, no_entries;
static int expected, entered, stopped;

void probe_meet(int threads);

/* From now on, ranking_add() waits until so many threads are in it. Those that have to stop wait for
 * each other, too; then one leaves after the other, with a moment in between. */
void probe_meet(int threads)
{
    expected = threads;
    entered = stopped = 0;
}

static void look_away(void)
{
    const struct timespec moment = {0, 1000000};

    nanosleep(&moment, NULL);
}

/* Return how many were here before. */
static int meet(int *count)
{
    const int before = __atomic_fetch_add(count, 1, __ATOMIC_SEQ_CST);
    const int all = before - before % expected + expected;

    for (int looks = 0; looks < 500 && __atomic_load_n(count, __ATOMIC_SEQ_CST) < all; looks++) {
        look_away();
    }
    return before % expected;
}

static int stop(void)
{
    const int place = expected ? meet(&stopped) : 0;

    for (int looks = 0; looks < 20 * place; looks++) {
        look_away();
    }
    return RANKING_STOP;
}

void probe_no_memory(int new_ones, int entries)
{
    no_new_ones = new_ones;
    no_entries = entries;
}

static int sign(int answer)
{
    return (answer > 0) - (answer < 0);
}

static void hold_against(int answer, int other_way)
{
    if (sign(answer) != -sign(other_way)) {
        contradictions++;
    }
    if (answer != 0 && unequal < MOST_COUNTED) {
        unequal++;
    }
}

static void swap(char *one, char *other, size_t size)
{
    for (size_t k = 0; k < size; k++) {
        const char kept = one[k];
        one[k] = other[k];
        other[k] = kept;
    }
}

/* Python itself is linked with it, and this library is no part of Python. */
static void sort_truly(void *base, size_t count, size_t size,
                       int (*compare)(const void *, const void *))
{
    void *const found = dlsym(dlopen(NULL, RTLD_LAZY), "qsort");
    void (*sort)(void *, size_t, size_t, int (*)(const void *, const void *));

    memcpy(&sort, &found, sizeof found);
    if (found) {
        sort(base, count, size, compare);
    }
}

void qsort(void *base, size_t count, size_t size,
           int (*compare)(const void *, const void *))
{
    char *const bytes = base;

    if (is_known('q', base, count * size) || lies_in_a_part()) {
        sort_truly(base, count, size, compare);
        for (size_t k = 0; lies_in_a_part() && k < count && size == sizeof(int64_t); k++) {
            ((int64_t *)base)[k] += !is_true_part((int)k);
        }
        return;
    }
    for (size_t one = 0; one < count && count <= MOST_SORTED; one++) {
        for (size_t other = one + 1; other < count; other++) {
            char *const left = bytes + one * size;
            char *const right = bytes + other * size;
            const int answer = compare(left, right);
            hold_against(answer, compare(right, left));
            if (answer < 0) {
                swap(left, right, size);
            }
        }
    }
    for (size_t k = 0; k < count && size == sizeof(int64_t); k++) {
        ((int64_t *)base)[k] += (int64_t)DRAWN(0);
    }
}

struct ranking *ranking_new(ranking_compare compare, void *data)
{
    struct ranking *const ranking =
        no_new_ones || made == RANKINGS ? NULL : calloc(1, sizeof *ranking);

    if (ranking) {
        ranking->compare = compare;
        ranking->data = data;
        ranking->is_open = 1;
        rankings[made++] = ranking;
    }
    return ranking;
}

/* Nothing is really freed: so no address comes twice. */
void ranking_free(struct ranking *ranking)
{
    if (!ranking || !ranking->is_open) {
        misused++; /* NULL as well, which the real one cannot take */
    } else {
        ranking->is_open = 0;
    }
}

static int has_room(struct ranking *ranking)
{
    const size_t room = 2 * ranking->room + 64;
    size_t *const order = realloc(ranking->order, room * sizeof *order);
    size_t *const shown = realloc(ranking->shown, room * sizeof *shown);

    ranking->order = order ? order : ranking->order;
    ranking->shown = shown ? shown : ranking->shown;
    ranking->room = order && shown ? room : ranking->room;
    return order && shown;
}

int ranking_add(struct ranking *ranking)
{
    size_t place = ranking ? ranking->count : 0;

    if (expected) {
        meet(&entered);
    }
    if (no_entries) {
        return -1;
    }
    if (!ranking) { /* that ranking_new() gave none was not asked */
        misused++;
        return 0;
    }
    if (place == ranking->room && !has_room(ranking)) {
        return -1;
    }
    while (place > 0) {
        const size_t other = ranking->order[place - 1];
        const int answer =
            ranking->compare(ranking->count, other, ranking->data);
        if (answer == RANKING_STOP) {
            return stop();
        }
        hold_against(answer,
                     ranking->compare(other, ranking->count, ranking->data));
        if (answer <= 0) {
            break;
        }
        place--;
    }
    memmove(ranking->order + place + 1, ranking->order + place,
            (ranking->count - place) * sizeof *ranking->order);
    ranking->order[place] = ranking->count++;
    return 0;
}

const size_t *ranking_order(const struct ranking *ranking)
{
    struct ranking *const mine = (struct ranking *)ranking;

    for (size_t k = 0; k < mine->count; k++) {
        mine->shown[k] = mine->order[(k + (size_t)DRAWN(1)) % mine->count];
    }
    return mine->shown;
}

uint64_t probe_open(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < made; k++) {
        count += (unsigned int)rankings[k]->is_open;
    }
    return sealed(count, nonce);
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

uint64_t probe_contradictions(uint64_t nonce)
{
    return sealed(contradictions, nonce);
}

/* How often two were not equal; from here on. */
uint64_t probe_unequal(uint64_t nonce)
{
    const unsigned int count = unequal;

    unequal = 0;
    return sealed(count, nonce);
}
