#include "evolve.h"

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    const double *end = u_previous + nx * ny;
    const double *p = u_previous;
    size_t column = 0, row = 0;

    while (p != end) {
        int inside = row > 0 && row + 1 < nx && column > 0 && column + 1 < ny;

        *u = *p;
        if (inside) {
            *u += a * dt / dx2 * (*(p - ny) + *(p + ny) - 2.0 * *p);
            *u += a * dt / dy2 * (*(p - 1) + *(p + 1) - 2.0 * *p);
        }
        p++, u++;
        if (++column == ny)
            column = 0, row++;
    }
}
