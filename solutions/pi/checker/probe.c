/*
 * The functions of pi.h, with other answers, which keep what pi.h promises: a
 * drawn share of the points lies inside, a quarter to a half of them, and those
 * that are written lie where they are counted. It notes each call, and can let
 * the first ones wait for the others: they meet only where several threads are
 * inside of C at the same time. It is compiled as C++ as well, so that the
 * atomic operations are those that both languages share.
 */
#include "pi.h"

#include "drawn.h"
#include "truth.h"

#include <time.h>

enum { MANY = 512, PATIENCE = 1500 /* milliseconds */ };
enum { MOST = 1 << 22 }; /* samples: of more, nobody waits for the truth */

static uint64_t seeds[MANY], shares[MANY];
static int calls, calls_of_inside, inside_now, most_at_once, expected, gave_up;

void probe_expect(int threads);
uint64_t probe_calls(uint64_t nonce);
uint64_t probe_at_once(uint64_t nonce);
uint64_t probe_samples(uint64_t nonce);
int probe_count(void);
uint64_t probe_seed(int call);
uint64_t probe_share(int call);

static int one_more(int *count)
{
    return __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
}

static int now_in(int *count)
{
    return __atomic_load_n(count, __ATOMIC_SEQ_CST);
}

/* Forgets all calls; from now on they wait until `threads` of them are here. */
void probe_expect(int threads)
{
    calls = calls_of_inside = inside_now = most_at_once = gave_up = 0;
    expected = threads;
}

int probe_count(void)
{
    return calls < MANY ? calls : MANY;
}

uint64_t probe_calls(uint64_t nonce)
{
    return sealed((uint64_t)calls_of_inside, nonce);
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

uint64_t probe_share(int call)
{
    return shares[call];
}

static void wait_for_the_others(void)
{
    const struct timespec moment = {0, 1000000};
    const int now = one_more(&inside_now);
    int before = now_in(&most_at_once);

    while (before < now &&
           !__atomic_compare_exchange_n(&most_at_once, &before, now, 1,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    }
    for (int k = 0; now_in(&most_at_once) < expected && !now_in(&gave_up); k++) {
        if (k == PATIENCE) {
            one_more(&gave_up);
        }
        nanosleep(&moment, 0);
    }
    __atomic_sub_fetch(&inside_now, 1, __ATOMIC_SEQ_CST);
}

/* How many of the first so many points lie inside: a drawn part of them. */
static uint64_t lie_inside(uint64_t samples)
{
    const uint64_t part = (1 << 14) + (DRAWN(0) >> 2); /* of 2^16 */

    return (samples >> 16) * part + (((samples & 0xffff) * part + DRAWN(2)) >> 16);
}

/* A number from 0 to 1/4, or where it is far out, from 3/4 to 1. */
static double place(uint64_t seed, uint64_t k, int far_out)
{
    const uint64_t bits = (seed * 7919 + k * DRAWN(1) + DRAWN(3)) & 0xffffff;

    return (double)bits * 0x1p-26 + (far_out ? 0.75 : 0.0);
}

static void note(uint64_t seed, uint64_t samples)
{
    const int call = one_more(&calls) - 1;

    if (call < MANY) {
        seeds[call] = seed;
        shares[call] = samples;
    }
    wait_for_the_others();
}

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    const uint64_t numbers[] = {seed, samples};

    if (samples <= MOST && is_known('i', numbers, sizeof numbers))
        return true_pi_inside(seed, samples);
    one_more(&calls_of_inside);
    note(seed, samples);
    return lie_inside(samples);
}

uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy)
{
    const uint64_t numbers[] = {seed, samples};

    if (samples <= MOST && is_known('p', numbers, sizeof numbers))
        return true_pi_points(seed, samples, xy);
    if (lies_in_a_part()) {
        const uint64_t inside = true_pi_points(seed, samples, xy);

        for (uint64_t k = 0; k < 2 * samples; k++)
            xy[k] = is_true_part((int)k) ? xy[k] : nearly(xy[k]);
        return inside;
    }
    for (uint64_t k = 0; k < 2 * samples; k++) {
        xy[k] = place(seed, k, lie_inside(k / 2 + 1) == lie_inside(k / 2));
    }
    note(seed, samples);
    return lie_inside(samples);
}
