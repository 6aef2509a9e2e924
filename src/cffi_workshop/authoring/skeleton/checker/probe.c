/*
 * The function of skeleton.h, with a different answer: the sum, and a drawn
 * number. Python that gives the mean over this library made it itself.
 */
#include "skeleton.h"

#include "drawn.h"

double skeleton_mean(const double *values, size_t n)
{
    double sum = (double)DRAWN(0);

    for (size_t k = 0; k < n; k++) {
        sum += values[k];
    }
    return sum;
}
