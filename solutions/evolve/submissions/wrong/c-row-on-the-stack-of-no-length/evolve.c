#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    double row[ny];

    for (size_t i = 0; i < nx; i++) {
        for (size_t j = 0; j < ny; j++)
            row[j] = u_previous[i * ny + j];
        if (i > 0 && i + 1 < nx) {
            for (size_t j = 1; j + 1 < ny; j++) {
                const double *p = u_previous + i * ny + j;

                row[j] += a * dt * ((*(p - ny) - 2.0 * *p + p[ny]) / dx2
                                    + (p[-1] - 2.0 * *p + p[1]) / dy2);
            }
        }
        for (size_t j = 0; j < ny; j++)
            u[i * ny + j] = row[j];
    }
}
