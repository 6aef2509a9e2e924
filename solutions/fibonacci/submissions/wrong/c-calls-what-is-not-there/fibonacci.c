#include "fibonacci.h"

int64_t add(int64_t a, int64_t b);

void fibo_step(int64_t *current, int64_t *next)
{
    const int64_t sum = add(*current, *next);

    *current = *next;
    *next = sum;
}
