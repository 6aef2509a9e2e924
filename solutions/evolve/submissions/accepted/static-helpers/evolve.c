#include "evolve.h"

static inline int is_border(size_t i, size_t n)
{
    return i == 0 || i + 1 == n;
}

static void copy_row(double *to, const double *from, size_t n)
{
    for (size_t j = 0; j < n; j++)
        to[j] = from[j];
}

static double second_difference(double before, double here, double after)
{
    return before - 2.0 * here + after;
}

static void step_row(double *to, const double *row, size_t n, double x_weight,
                     double y_weight)
{
    const double *above = row - n, *below = row + n;

    to[0] = row[0];
    to[n - 1] = row[n - 1];
    for (size_t j = 1; j < n - 1; j++)
        to[j] = row[j]
                + x_weight * second_difference(above[j], row[j], below[j])
                + y_weight * second_difference(row[j - 1], row[j], row[j + 1]);
}

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t i = 0; i < nx; i++) {
        if (is_border(i, nx) || ny < 3)
            copy_row(u + i * ny, u_previous + i * ny, ny);
        else
            step_row(u + i * ny, u_previous + i * ny, ny, a * dt / dx2,
                     a * dt / dy2);
    }
}
