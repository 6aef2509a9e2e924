#ifndef PI_H
#define PI_H

#include <stdint.h>

/* Draws points in the unit square, 0 <= x < 1 and 0 <= y < 1, and returns how
   many lie inside the circle of radius 1 around (0, 0). The same seed draws the
   same points, also while other threads draw theirs. samples is below 2^63,
   because Fortran has no unsigned integers. */
uint64_t pi_inside(uint64_t seed, uint64_t samples);

/* Does the same, and writes the points: xy[2 * i] is x and xy[2 * i + 1] is y of
   point i. xy holds 2 * samples doubles and belongs to the caller; nothing is
   kept. */
uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy);

#endif
