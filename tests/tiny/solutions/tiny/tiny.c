#include "tiny.h"

int tiny_add(int a, int b)
{
    // BEGIN SOLUTION: /* TODO 1: return the sum. */
    // STUB: return 0;
    return a + b;
    // END SOLUTION
}
