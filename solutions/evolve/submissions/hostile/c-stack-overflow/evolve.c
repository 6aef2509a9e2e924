#define _GNU_SOURCE
#include "evolve.h"


static double descend(const double *row, size_t left, double weight)
{
    volatile double frame[4096];

    frame[left % 4096] = row[0];
    return frame[0] + weight * descend(row, left + 1, weight);
}

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    u[0] = descend(u_previous, nx * ny, a * dt / dx2 / dy2);
}
