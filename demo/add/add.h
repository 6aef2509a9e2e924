#ifndef ADD_H
#define ADD_H

#include <stddef.h>

/* Adds b to a, element by element: a[i] += b[i] for each i below n.
   Both hold n doubles and belong to the caller; nothing is kept. b may be a. */
void add(double *a, const double *b, size_t n);

#endif
