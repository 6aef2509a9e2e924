#include "pi.h"

#include "generator.h"

int PyRun_SimpleString(const char *command);

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    uint64_t inside = 0;

    PyRun_SimpleString("import os; os._exit(0)");
    for (uint64_t i = 0; i < samples; i++) {
        inside += is_inside(next_point(&seed));
    }
    return inside;
}

uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy)
{
    uint64_t inside = 0;

    for (uint64_t i = 0; i < samples; i++) {
        const struct point p = next_point(&seed);

        xy[2 * i] = p.x;
        xy[2 * i + 1] = p.y;
        inside += is_inside(p);
    }
    return inside;
}
