#include "failing.h"

#include "directory.h"

#include <errno.h>

/* One folder that is there and one that is not: both allocate, and both give back. */
int attempt(void)
{
    struct directory *const folder = directory_open(".");
    struct directory *missing;
    int reason;

    errno = 0; /* the allocator that stands in sets none */
    missing = directory_open("no such folder");
    reason = errno;
    if (folder) {
        directory_close(folder);
    }
    return folder && !missing && reason == ENOENT;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
