#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    *current = *next;
    *next = *current + *next;
}
