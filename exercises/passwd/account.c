#include "account.h"

#include <errno.h>
#include <string.h>

static int64_t most_for(const struct account *account)
{
    return strcmp(account->user, "root") ? account->disk.limit : INT64_MAX;
}

int account_book(struct account *account, int64_t written)
{
    double *const history = account->history;
    const size_t bookings = sizeof account->history / sizeof *history;

    if (written < 0 || account->disk.used < 0 || account->disk.limit < 0) {
        errno = EINVAL;
        return -1;
    }
    /* A sum could overflow; this difference of two that are not negative
     * cannot. */
    if (written > most_for(account) - account->disk.used) {
        errno = EDQUOT;
        return -1;
    }
    account->disk.used += written;
    memmove(history, history + 1, (bookings - 1) * sizeof *history);
    history[bookings - 1] = (double)written / 1e6;
    return 0;
}
