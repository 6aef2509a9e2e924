#include "failing.h"

#include "mast.h"

int attempt(void)
{
    mast *const one = mast_open();

    if (one) {
        mast_close(one);
    }
    return one != NULL;
}

/* A mast has one size. */
int refuses_impossible_sizes(void)
{
    return 1;
}
