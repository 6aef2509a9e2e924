#include "fib.h"

int64_t fib_number(int n)
{
    /* Unsigned, because the step after the last one needed overflows for n = 92. */
    uint64_t current = 0;
    uint64_t next = 1;

    if (n < 0 || n > FIB_LARGEST_N) {
        return -1;
    }
    for (int i = 0; i < n; i++) {
        const uint64_t sum = current + next;
        current = next;
        next = sum;
    }
    return (int64_t)current;
}

void fib_nothing(void)
{
}

double fib_total(const double *values, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum;
}
