/*
 * The functions of pi.h, with other answers: the points that lie inside are a
 * drawn number of times as many as were drawn, and those that are written are
 * numbers in a row, the first of them drawn. It notes each call, and can let
 * the first ones wait for the others: they meet only where several threads are
 * inside of C at the same time.
 */
#include "pi.h"

#include "drawn.h"

#include <stdatomic.h>
#include <time.h>

enum { MANY = 64, PATIENCE = 1500 /* milliseconds */ };

static uint64_t seeds[MANY], shares[MANY];
static atomic_int calls, inside_now, most_at_once, expected, gave_up;

void probe_expect(int threads);
uint64_t probe_calls(uint64_t nonce);
uint64_t probe_at_once(uint64_t nonce);
uint64_t probe_samples(uint64_t nonce);
int probe_count(void);
uint64_t probe_seed(int call);

/* Forgets all calls; from now on they wait until `threads` of them are here. */
void probe_expect(int threads)
{
    calls = inside_now = most_at_once = gave_up = 0;
    expected = threads;
}

int probe_count(void)
{
    return calls < MANY ? calls : MANY;
}

uint64_t probe_calls(uint64_t nonce)
{
    return sealed((uint64_t)probe_count(), nonce);
}

uint64_t probe_at_once(uint64_t nonce)
{
    return sealed((uint64_t)most_at_once, nonce);
}

uint64_t probe_samples(uint64_t nonce)
{
    uint64_t sum = 0;

    for (int k = 0; k < probe_count(); k++)
        sum += shares[k];
    return sealed(sum, nonce);
}

uint64_t probe_seed(int call)
{
    return seeds[call];
}

static void wait_for_the_others(void)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    const int now = ++inside_now;
    int before = most_at_once;

    while (before < now &&
           !atomic_compare_exchange_weak(&most_at_once, &before, now)) {
    }
    for (int k = 0; most_at_once < expected && !gave_up; k++) {
        if (k == PATIENCE) {
            gave_up = 1;
        }
        nanosleep(&moment, 0);
    }
    inside_now--;
}

static uint64_t note(uint64_t seed, uint64_t samples)
{
    const int call = calls++;

    if (call < MANY) {
        seeds[call] = seed;
        shares[call] = samples;
    }
    wait_for_the_others();
    return DRAWN(0) * samples;
}

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    return note(seed, samples);
}

uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy)
{
    for (uint64_t k = 0; k < 2 * samples; k++) {
        xy[k] = (double)seed + (double)k + (double)DRAWN(1);
    }
    return note(seed, samples);
}
