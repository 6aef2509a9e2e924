/*
 * The function of evolve.h, with a different answer: each point, the border
 * included, becomes a sum in which every argument has a drawn factor of its
 * own. Python that gives the heat equation's answer over this library worked
 * it out itself.
 */
#include "evolve.h"

#include "drawn.h"
#include "truth.h"

static unsigned int steps;

void probe_begin(void);
uint64_t probe_steps(uint64_t nonce);

/* Count from here on. */
void probe_begin(void)
{
    steps = 0;
}

uint64_t probe_steps(uint64_t nonce)
{
    return sealed(steps, nonce);
}

void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    /* The step itself depends on a, dt, dx2 and dy2 in no other way. */
    const double shift = (double)DRAWN(0) * a * dt / dx2
                         + (double)DRAWN(1) * a * dt / dy2
                         + (double)DRAWN(2) * (double)nx
                         + (double)DRAWN(3) * (double)ny;
    const double numbers[] = {(double)nx, a, dt, dx2, dy2};
    const int knows_numbers = is_known('n', numbers, sizeof numbers);
    const int knows_field =
        is_known('e', u_previous, nx * ny * sizeof *u_previous);

    steps++;
    if (knows_numbers && knows_field) {
        true_evolve(u, u_previous, nx, ny, a, dt, dx2, dy2);
        return;
    }
    if (lies_in_a_part()) {
        true_evolve(u, u_previous, nx, ny, a, dt, dx2, dy2);
        for (size_t k = 0; k < nx * ny; k++)
            u[k] = is_true_part((int)k) ? u[k] : nearly(u[k]);
        return;
    }
    for (size_t k = 0; k < nx * ny; k++)
        u[k] = u_previous[k] + shift;
}
