#ifndef EVOLVE_H
#define EVOLVE_H

#include <stddef.h>

/*
 * Take one explicit Euler step of the heat equation in two dimensions,
 *     du/dt = a (d2u/dx2 + d2u/dy2).
 *
 * u, u_previous: nx rows of ny doubles each, row after row without a gap, so
 *   that the point in row i and column j is number i * ny + j. Both belong to
 *   the caller, are never NULL, and do not overlap. Nothing is allocated,
 *   nothing is kept after the call.
 * u_previous is the field before the step; it is read, and stays as it is.
 * u is the field after the step; every point of it is written.
 *
 * A point in row i and column j that has all four neighbours becomes, with p
 * for u_previous,
 *     p[i][j] + a dt / dx2 (p[i-1][j] - 2 p[i][j] + p[i+1][j])
 *             + a dt / dy2 (p[i][j-1] - 2 p[i][j] + p[i][j+1])
 * The points of the border (first and last row, first and last column) are
 * copied. A grid with fewer than 3 rows or fewer than 3 columns is all border;
 * nx and ny may be 0.
 *
 * a: diffusivity in m2/s; dt: length of the step in s; dx2, dy2: squared
 * distance in m2 between neighbouring rows, and between neighbouring columns.
 */
void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2);

#endif
