#ifndef LOGBOOK_H
#define LOGBOOK_H

#include <stddef.h>

/* A logbook of the wind at stations, and one entry of it. */
struct logbook;
struct logbook_entry;

/*
 * Return an empty logbook, or NULL when there is no memory for it. It belongs
 * to you, until you hand it to logbook_free().
 */
struct logbook *logbook_new(void);

/* Free a logbook with all its entries, once. */
void logbook_free(struct logbook *book);

/*
 * Add an entry behind the others: a station, NUL-terminated and of any length,
 * and the wind in knots. The name is copied.
 *
 * Return 0; or -1 when there is no memory, and the logbook is as it was.
 */
int logbook_add(struct logbook *book, const char *station, double knots);

/* Return how many entries there are. */
size_t logbook_count(const struct logbook *book);

/*
 * Return the newest entry of a station, or NULL when it has none. The entry
 * belongs to the logbook, and is there until the next logbook_add().
 */
const struct logbook_entry *logbook_find(const struct logbook *book,
                                         const char *station);

/* Return the wind of an entry, in knots. */
double logbook_knots(const struct logbook_entry *entry);

#endif
