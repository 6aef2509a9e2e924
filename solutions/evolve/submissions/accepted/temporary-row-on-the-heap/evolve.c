#include "evolve.h"

#include <stdlib.h>
#include <string.h>

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    double *row = malloc((ny + 1) * sizeof *row);

    if (row == NULL)
        return;
    for (size_t i = 0; i < nx; i++) {
        for (size_t j = 0; j < ny; j++) {
            const size_t k = i * ny + j;

            row[j] = u_previous[k];
            if (i > 0 && i + 1 < nx && j > 0 && j + 1 < ny)
                row[j] += a * dt / dx2 * (u_previous[k - ny] + u_previous[k + ny])
                          + a * dt / dy2 * (u_previous[k - 1] + u_previous[k + 1])
                          - 2.0 * a * dt * (1.0 / dx2 + 1.0 / dy2) * u_previous[k];
        }
        memcpy(u + i * ny, row, ny * sizeof *row);
    }
    free(row);
}
