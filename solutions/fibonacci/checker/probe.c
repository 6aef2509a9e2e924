/*
 * The function of fibonacci.h, with a different answer: the next number is
 * the sum of the current one and of the next one times a drawn number, in 40
 * bits. Python that gives Fibonacci numbers over this library made them
 * itself.
 */
#include "fibonacci.h"

#include "drawn.h"

static unsigned int steps;

void probe_begin(void);
uint64_t probe_steps(uint64_t nonce);

/* Count from here on. */
void probe_begin(void)
{
    steps = 0;
}

uint64_t probe_steps(uint64_t nonce)
{
    return sealed(steps, nonce);
}

void fibo_step(int64_t *current, int64_t *next)
{
    const uint64_t sum = (uint64_t)*current + DRAWN(0) * (uint64_t)*next;

    steps++;
    *current = *next;
    *next = (int64_t)(sum % (UINT64_C(1) << 40));
}
