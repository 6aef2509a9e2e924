#ifndef GENERATOR_H
#define GENERATOR_H

#include <stdbool.h>
#include <stdint.h>

/* Random points, for C and for C++: generator.f90 has the same in Fortran. */
struct point {
    double x;
    double y;
};

/* splitmix64 by Sebastiano Vigna: https://prng.di.unimi.it/splitmix64.c
   Unsigned integers wrap around at 2^64, which is what is meant here. */
static inline uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Returns a point in the unit square, and moves *state on to the next one.

   Of 64 bits, 26 are x and the next 26 are y. The square of such a number is
   exact in a double, and so is the sum of two: no rounding, and therefore no
   difference between compilers, decides whether a point is inside. */
static inline struct point next_point(uint64_t *state)
{
    const uint64_t bits = next_random(state);
    struct point p;

    p.x = (double)(bits >> 38) * 0x1p-26;
    p.y = (double)(bits >> 12 & 0x3ffffff) * 0x1p-26;
    return p;
}

static inline bool is_inside(struct point p)
{
    return p.x * p.x + p.y * p.y < 1.0;
}

#endif
