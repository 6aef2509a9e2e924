#include "evolve.h"

#define AT(i, j) (u_previous[(i) * ny + (j)])

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t j = ny; j-- > 0;) {
        for (size_t i = nx; i-- > 0;) {
            double change = 0.0;

            if (i >= 1 && i < nx - 1 && j >= 1 && j < ny - 1) {
                change = a * dt
                         * ((AT(i - 1, j) - 2.0 * AT(i, j) + AT(i + 1, j)) / dx2
                            + (AT(i, j - 1) - 2.0 * AT(i, j) + AT(i, j + 1)) / dy2);
            }
            u[i * ny + j] = AT(i, j) + change;
        }
    }
}
