#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    if (nx == 0 || ny == 0)
        return;

    double (*new)[ny] = (double (*)[ny])u;
    const double (*old)[ny] = (const double (*)[ny])u_previous;

    for (size_t i = 0; i < nx; i++)
        for (size_t j = 0; j < ny; j++)
            new[i][j] = old[i][j];
    for (size_t i = 1; i + 1 < nx; i++)
        for (size_t j = 1; j + 1 < ny; j++)
            new[i][j] += a * dt / dx2
                             * (old[i - 1][j] - 2 * old[i][j] + old[i + 1][j])
                         + a * dt / dy2
                               * (old[i][j - 1] - 2 * old[i][j] + old[i][j + 1]);
}
