#include "logbook.h"

#include <stdlib.h>
#include <string.h>

struct logbook_entry {
    char *station;
    double knots;
};

struct logbook {
    struct logbook_entry *entries;
    size_t count;
    size_t room;
};

struct logbook *logbook_new(void)
{
    return calloc(1, sizeof(struct logbook));
}

void logbook_free(struct logbook *book)
{
    for (size_t k = 0; k < book->count; k++) {
        free(book->entries[k].station);
    }
    free(book->entries);
    free(book);
}

/* Return a copy of a name, or NULL when there is no memory for it. */
static char *copy_of(const char *name)
{
    // BEGIN SOLUTION: const unsigned char size = strlen(name) + 1;
    /* An unsigned char holds 0 to 255: of a size of 301, it keeps 45. */
    const size_t size = strlen(name) + 1;
    // END SOLUTION
    char *const copy = malloc(size);

    if (copy) {
        memcpy(copy, name, strlen(name) + 1);
    }
    return copy;
}

/* Return whether there is room for one more entry, and make room if need be. */
static int has_room(struct logbook *book)
{
    const size_t room = 2 * book->room + 8;
    struct logbook_entry *entries;

    // BEGIN SOLUTION: if (book->room && book->count <= book->room) {
    /* The entries are numbered from 0: number `room` would be one too many. */
    if (book->count < book->room) {
        // END SOLUTION
        return 1;
    }
    entries = realloc(book->entries, room * sizeof *entries);
    if (!entries) {
        return 0;
    }
    book->entries = entries;
    book->room = room;
    return 1;
}

int logbook_add(struct logbook *book, const char *station, double knots)
{
    char *copy;

    if (!has_room(book) || !(copy = copy_of(station))) {
        return -1;
    }
    book->entries[book->count].station = copy;
    book->entries[book->count].knots = knots;
    book->count++;
    return 0;
}

size_t logbook_count(const struct logbook *book)
{
    return book->count;
}

const struct logbook_entry *logbook_find(const struct logbook *book,
                                         const char *station)
{
    for (size_t k = book->count; k > 0; k--) {
        if (strcmp(book->entries[k - 1].station, station) == 0) {
            return &book->entries[k - 1];
        }
    }
    return NULL;
}

double logbook_knots(const struct logbook_entry *entry)
{
    return entry->knots;
}
