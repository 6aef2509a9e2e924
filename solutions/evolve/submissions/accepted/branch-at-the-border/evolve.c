#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t i = 0; i < nx; i++) {
        for (size_t j = 0; j < ny; j++) {
            const double *p = &u_previous[i * ny + j];

            if (i == 0 || j == 0 || i == nx - 1 || j == ny - 1)
                u[i * ny + j] = *p;
            else
                u[i * ny + j] =
                    *p + a * dt * ((p[ny] - 2 * *p + *(p - ny)) / dx2
                                   + (p[1] - 2 * *p + p[-1]) / dy2);
        }
    }
}
