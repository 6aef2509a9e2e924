#include "fibonacci.h"

#include <stdlib.h>

void fibo_step(int64_t *current, int64_t *next)
{
    int64_t *sum = malloc(sizeof *sum);

    if (sum == NULL)
        return;
    *sum = *current + *next;
    *current = *next;
    free(sum);
    *next = *sum;
}
