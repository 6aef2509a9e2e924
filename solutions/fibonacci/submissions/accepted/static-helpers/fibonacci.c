#include "fibonacci.h"

static int64_t sum_of(const int64_t *a, const int64_t *b)
{
    return *a + *b;
}

static void put(int64_t *place, int64_t number)
{
    *place = number;
}

void fibo_step(int64_t *current, int64_t *next)
{
    int64_t sum = sum_of(current, next);

    put(current, *next);
    put(next, sum);
}
