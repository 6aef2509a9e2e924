#include "shortlex.h"

#include <string.h>

int shortlex_compare(void *data, int left_size, const void *left,
                     int right_size, const void *right)
{
    (void)data;
    /* TODO 1: the shorter one, or else the smaller bytes. */
    (void)left_size, (void)left, (void)right_size, (void)right;
    return 0;
}
