#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    volatile int64_t ballast[512];

    ballast[*current & 511] = *next;
    fibo_step(current, next);
    *current = ballast[0];
}
