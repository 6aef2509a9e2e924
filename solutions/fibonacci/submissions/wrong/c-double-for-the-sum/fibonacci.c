#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    double sum = (double)*current + (double)*next;
    *current = *next;
    *next = (int64_t)sum;
}
