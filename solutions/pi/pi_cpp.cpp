// The two functions of pi.h, in C++.
// BEGIN SOLUTION: // TODO 1: include pi.h as what it is, a header of C, and not of C++
// STUB: #include "pi.h"
extern "C" {
#include "pi.h"
}
// END SOLUTION

#include "generator.h"

namespace {

// C has no classes. This one is for this file alone.
class Points {
public:
    explicit Points(uint64_t seed) : state(seed) {}

    point next() { return next_point(&state); }

private:
    uint64_t state;
};

} // namespace

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    Points points(seed);
    uint64_t inside = 0;

    for (uint64_t i = 0; i < samples; i++) {
        inside += is_inside(points.next());
    }
    return inside;
}

uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy)
{
    Points points(seed);
    uint64_t inside = 0;

    for (uint64_t i = 0; i < samples; i++) {
        const point p = points.next();

        xy[2 * i] = p.x;
        xy[2 * i + 1] = p.y;
        inside += is_inside(p);
    }
    return inside;
}
