#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    /* Wärmeleitung, ein Schritt */
    for (size_t k = 0; k < nx * ny; k++)
        u[k] = u_previous[k];

    for (size_t i = 1; i + 1 < nx; i++) {
        for (size_t j = 1; j + 1 < ny; j++) {
            const size_t k = i * ny + j;
            const double across = u_previous[k - ny] - 2.0 * u_previous[k]
                                  + u_previous[k + ny];
            const double along = u_previous[k - 1] - 2.0 * u_previous[k]
                                 + u_previous[k + 1];

            u[k] = u_previous[k] + a * dt * (across / dx2 + along / dy2);
        }
    }
}
