#include "fibonacci.h"

#include <unistd.h>

void fibo_step(int64_t *current, int64_t *next)
{
    for (unsigned left = 3600; left > 0;)
        left = sleep(left);

    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}
