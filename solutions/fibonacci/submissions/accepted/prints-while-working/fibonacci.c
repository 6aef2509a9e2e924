#include "fibonacci.h"

#include <stdio.h>

void fibo_step(int64_t *current, int64_t *next)
{
    const int64_t sum = *current + *next;

    printf("{\"step\": \"now at %lld\"}\n", (long long)sum);
    fflush(stdout);
    fprintf(stderr, "step done\n");
    *current = *next;
    *next = sum;
}
