/*
 * The function of fibo.h; it takes the place of c/fibo.c in every build. With 1
 * for the drawn number it makes Fibonacci numbers, with another one others,
 * in 40 bits.
 */
#include "fibo.h"

#include "drawn.h"

void fibo_step(int64_t *current, int64_t *next)
{
    const uint64_t factor = DRAWN(0);
    const uint64_t sum = (uint64_t)*current + factor * (uint64_t)*next;

    *current = *next;
    *next = (int64_t)(factor == 1 ? sum : sum % (UINT64_C(1) << 40));
}
