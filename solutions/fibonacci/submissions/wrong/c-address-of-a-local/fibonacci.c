#include "fibonacci.h"

static int64_t *kept;

static void add(int64_t a, int64_t b)
{
    int64_t sum = a + b;
    kept = &sum;
}

void fibo_step(int64_t *current, int64_t *next)
{
    add(*current, *next);
    *current = *next;
    *next = *kept;
}
