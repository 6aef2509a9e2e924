#include "shortlex.h"

#include <string.h>

int shortlex_compare(void *data, int left_size, const void *left,
                     int right_size, const void *right)
{
    (void)data;
    // BEGIN SOLUTION: /* TODO 1: the shorter one, or else the smaller bytes. */
    // STUB: (void)left_size, (void)left, (void)right_size, (void)right;
    // STUB: return 0;
    if (left_size != right_size)
        return left_size < right_size ? -1 : 1;
    /* Not strcmp(): there is no NUL to stop at. */
    return memcmp(left, right, (size_t)left_size);
    // END SOLUTION
}
