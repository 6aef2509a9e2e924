#include "fibonacci.h"

void fibo_step(int64_t *current, int64_t *next)
{
    /* Erst die Summe: später fehlt eine der Zahlen. */
    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}
