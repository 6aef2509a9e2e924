/*
 * The function of fibonacci.h, with a different answer: the next number is
 * the sum of the current one and of the next one times a drawn number, in 40
 * bits. Python that gives Fibonacci numbers over this library made them
 * itself.
 */
#include "fibonacci.h"

#include "drawn.h"

static unsigned int steps, like_real;

void probe_begin(void);
void probe_like_real(unsigned int first_steps);
uint64_t probe_steps(uint64_t nonce);

/* Count from here on. */
void probe_begin(void)
{
    steps = 0;
}

/* So many steps are those of Fibonacci's numbers; then come other answers. */
void probe_like_real(unsigned int first_steps)
{
    like_real = first_steps;
}

uint64_t probe_steps(uint64_t nonce)
{
    return sealed(steps, nonce);
}

void fibo_step(int64_t *current, int64_t *next)
{
    const int is_like_real = steps++ < like_real || lies_in_a_part();
    const uint64_t factor = is_like_real ? 1 : DRAWN(0);
    const uint64_t sum = (uint64_t)*current + factor * (uint64_t)*next;

    *current = *next;
    *next = (int64_t)(is_like_real ? sum : sum % (UINT64_C(1) << 40));
    *next += lies_in_a_part();
}
