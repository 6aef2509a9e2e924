/*
 * The function of evolve.h, with a different answer: each point, the border
 * included, becomes a sum in which every argument has a place of its own.
 * Python that gives the heat equation's answer over this library worked it
 * out itself.
 */
#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    const double shift = 100.0 + a + 2.0 * dt + 3.0 * dx2 + 5.0 * dy2
                         + 7.0 * (double)nx + 11.0 * (double)ny;

    for (size_t k = 0; k < nx * ny; k++)
        u[k] = u_previous[k] + shift;
}
