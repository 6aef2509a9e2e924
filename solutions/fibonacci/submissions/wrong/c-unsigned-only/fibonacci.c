#include "fibonacci.h"

#include <stdlib.h>

void fibo_step(int64_t *current, int64_t *next)
{
    int64_t sum = llabs(*current) + llabs(*next);
    *current = *next;
    *next = sum;
}
