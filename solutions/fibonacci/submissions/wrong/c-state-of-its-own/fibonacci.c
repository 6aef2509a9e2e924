#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    static int64_t a = 3, b = 5;
    const int64_t sum = a + b;

    a = b;
    b = sum;
    *current = a;
    *next = b;
}
