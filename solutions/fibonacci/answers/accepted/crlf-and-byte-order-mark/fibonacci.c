#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    /* The sum comes first: it needs both numbers as they were. */
    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}