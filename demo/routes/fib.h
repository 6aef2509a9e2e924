#ifndef FIB_H
#define FIB_H

#include <stddef.h>
#include <stdint.h>

/* The C++ routes include this file too: there, the names must stay as C writes them. */
#ifdef __cplusplus
extern "C" {
#endif

/* The largest n whose Fibonacci number an int64_t can hold. */
#define FIB_LARGEST_N 92

/* Returns the n-th Fibonacci number, 0, 1, 1, 2, 3, ... counted from n = 0,
   or -1 unless n is from 0 to FIB_LARGEST_N. */
int64_t fib_number(int n);

/* Does nothing: what a call takes by itself. */
void fib_nothing(void);

/* Returns the sum of n doubles, added from first to last. They belong to the
   caller, nothing is kept, and values is not looked at when n is 0. */
double fib_total(const double *values, size_t n);

#ifdef __cplusplus
}
#endif

#endif
