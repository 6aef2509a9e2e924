#include "fibonacci.h"

#include <string.h>
#include <unistd.h>

void fibo_step(int64_t *current, int64_t *next)
{
    static char block[1 << 20];

    memset(block, 'x', sizeof block);
    for (int k = 0; k < 300; k++)
        (void)!write(1, block, sizeof block);

    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}
