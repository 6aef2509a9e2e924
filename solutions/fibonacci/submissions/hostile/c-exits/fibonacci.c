#include "fibonacci.h"

#include <stdlib.h>

void fibo_step(int64_t *current, int64_t *next)
{
    exit(*current == *next);
}
