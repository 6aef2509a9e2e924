#ifndef RANKING_H
#define RANKING_H

#include <stddef.h>

/* A compare function returns this when it cannot compare. */
#define RANKING_STOP 2

/*
 * Say how two entries compare, which are known by their numbers: -1 when left
 * comes first, 1 when right does, 0 when they are equal; or RANKING_STOP.
 *
 * data: what was given to ranking_new(), whatever that is.
 */
typedef int (*ranking_compare)(size_t left, size_t right, void *data);

/* Entries, known by their numbers 0, 1, 2 ..., in the order of `compare`. */
struct ranking;

/*
 * Return an empty ranking, or NULL when there is no memory for it.
 *
 * compare, data: kept. Both belong to you, and both are used in each
 *   ranking_add() from now on; they have to live until ranking_free().
 * The ranking belongs to you, until you hand it to ranking_free().
 */
struct ranking *ranking_new(ranking_compare compare, void *data);

/* Free a ranking. It calls nothing. */
void ranking_free(struct ranking *ranking);

/*
 * Put one more entry in its place, behind those that it is equal to. The first
 * entry has the number 0, the next one 1, and so on.
 *
 * Return 0; or RANKING_STOP when compare did, -1 when there is no memory. Then
 * the ranking is as it was, and the next entry gets the same number.
 */
int ranking_add(struct ranking *ranking);

/*
 * Return the numbers of all entries, in order. They belong to the ranking, and
 * are there until the next ranking_add() or ranking_free().
 */
const size_t *ranking_order(const struct ranking *ranking);

#endif
