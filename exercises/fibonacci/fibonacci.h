#ifndef FIBONACCI_H
#define FIBONACCI_H

#include <stdint.h>

/*
 * Turn two neighbours of the Fibonacci sequence into the next two:
 * *current becomes what *next was, *next becomes the sum of both.
 *
 * current, next: one number each, both read and written. They belong to the
 *   caller, are never NULL, and never point to the same place. Nothing is
 *   allocated, nothing is kept after the call.
 * The sum has to fit into an int64_t; it may be negative.
 */
void fibo_step(int64_t *current, int64_t *next);

#endif
