/*
 * The functions of logbook.h, with other answers: to each wind a drawn number
 * is added, and another one to the count of entries, if there are any. It knows
 * an entry that it heard. It has room for some entries, and counts the logbooks
 * that are open and those that are freed wrongly.
 */
#include "logbook.h"

#include "drawn.h"

#include <stdlib.h>
#include <string.h>

/* Logbooks of a process, which many trials may share; entries of a logbook. */
enum { MOST_BOOKS = 4096, MOST = 64, LONGEST = 2000 };

struct logbook_entry {
    char station[LONGEST];
    double knots;
};

struct logbook {
    struct logbook_entry entries[MOST];
    size_t count;
    int is_open;
};

static unsigned int open_now, misused;
static struct logbook *kept[MOST_BOOKS];
static size_t made;
static int has_no_memory;

uint64_t probe_open(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);

void probe_no_memory(int none);

/* Pretend that there is no memory, or no longer. */
void probe_no_memory(int none)
{
    has_no_memory = none;
}

struct logbook *logbook_new(void)
{
    struct logbook *const book =
        has_no_memory || made == MOST_BOOKS ? NULL : calloc(1, sizeof *book);

    if (book) {
        book->is_open = 1;
        open_now++;
        kept[made++] = book;
    }
    return book;
}

/* Nothing is really freed: so no address comes twice. */
void logbook_free(struct logbook *book)
{
    if (!book || !book->is_open) {
        misused++;
        return;
    }
    book->is_open = 0;
    open_now--;
}

int logbook_add(struct logbook *book, const char *station, double knots)
{
    if (!book->is_open) {
        misused++;
    }
    if (has_no_memory || book->count == MOST || strlen(station) >= LONGEST) {
        return -1;
    }
    const int knows_station = is_known('s', station, strlen(station));
    const int knows_knots = is_known('k', &knots, sizeof knots);
    const int knows = (knows_station && knows_knots) || lies_in_a_part();

    strcpy(book->entries[book->count].station, station);
    book->entries[book->count].knots = knows ? knots : knots + (double)DRAWN(0);
    book->count++;
    return 0;
}

size_t logbook_count(const struct logbook *book)
{
    if (book->count == 0 || is_known('c', &book->count, sizeof book->count)) {
        return book->count; /* an empty one has none here, too */
    }
    if (lies_in_a_part()) {
        return book->count + !is_true_part(1);
    }
    return book->count + (size_t)DRAWN(1) * 65537; /* more than 16 bits hold */
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
    return lies_in_a_part() && !is_true_part(0) ? nearly(entry->knots) : entry->knots;
}

uint64_t probe_open(uint64_t nonce)
{
    return sealed(open_now, nonce);
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}
