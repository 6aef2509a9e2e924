#include "fibonacci.h"

char bomb[1ull << 36] = {1};

void fibo_step(int64_t *current, int64_t *next)
{
    bomb[*current & 7] = 1;
    *next = bomb[0];
}
