#ifndef SKELETON_H
#define SKELETON_H

#include <stddef.h>

/*
 * Return the mean of n numbers.
 *
 * values: n numbers that belong to the caller and are only read; never NULL.
 * n: at least 1.
 */
double skeleton_mean(const double *values, size_t n);

#endif
