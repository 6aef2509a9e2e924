#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    next[1] = *current + *next;
    *current = *next;
    *next = next[1];
}
