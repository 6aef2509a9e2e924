#ifndef FIBO_H
#define FIBO_H

#include <stdint.h>

/*
 * Step a pair of neighbouring Fibonacci numbers on by one: (3, 5) becomes (5, 8).
 * Both point to one number each, which the caller owns. The caller also sees to
 * it that the sum fits.
 */
void fibo_step(int64_t *current, int64_t *next);

#endif
