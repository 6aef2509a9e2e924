/*
 * The function of fibonacci.h, with a different answer: from 0 and 1 it makes
 * the Pell numbers 0, 1, 2, 5, 12, ... Python that gives Fibonacci numbers
 * over this library made them itself.
 */
#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    const int64_t pell = *current + 2 * *next;

    *current = *next;
    *next = pell;
}
