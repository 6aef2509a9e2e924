#include "fibo.h"

void fibo_step(int64_t *current, int64_t *next)
{
    const int64_t sum = *current + *next;
    *current = *next;
    *next = sum;
}
