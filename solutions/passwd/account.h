#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <stdint.h>

/* What a user has stored, may store, and wrote of late. */
struct account {
    const char *user; /* NUL-terminated; belongs to whoever made the struct */
    struct {
        int64_t used;
        int64_t limit;
    } disk;            /* bytes */
    double history[4]; /* megabytes of the last four bookings, latest last */
};

/*
 * Book `written` bytes: add them to disk.used, drop the oldest number of
 * history, and put the new one last. The user "root" has no limit.
 *
 * account: read and written. It belongs to the caller, and so does the name
 *   that account->user points to. Nothing is allocated, nothing is kept.
 * Return 0; or return -1, set errno, and change nothing:
 *   EDQUOT  disk.used would be more than disk.limit
 *   EINVAL  a number of bytes is negative
 */
int account_book(struct account *account, int64_t written);

#endif
