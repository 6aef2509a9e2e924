#include "pi.h"

#include <cstdint>

namespace monte {

struct Point {
    double x;
    double y;

    bool is_inside() const { return x * x + y * y < 1.0; }
};

// splitmix64, and how points are made of it: see pi.c.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : state(seed) {}

    Point next_point();

private:
    std::uint64_t state;

    std::uint64_t next_random();
};

std::uint64_t Generator::next_random()
{
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

Point Generator::next_point()
{
    const std::uint64_t bits = next_random();
    return {static_cast<double>(bits >> 38) * 0x1p-26,
            static_cast<double>(bits >> 12 & 0x3ffffff) * 0x1p-26};
}

} // namespace monte

// pi.h has declared both as extern "C", so they have their C names here too.
// An exception must not leave them: C and Python do not know what it is.

std::uint64_t pi_inside(std::uint64_t seed, std::uint64_t samples)
{
    monte::Generator generator(seed);
    std::uint64_t inside = 0;
    for (std::uint64_t i = 0; i < samples; i++) {
        inside += generator.next_point().is_inside();
    }
    return inside;
}

std::uint64_t pi_points(std::uint64_t seed, std::uint64_t samples, double *xy)
{
    monte::Generator generator(seed);
    std::uint64_t inside = 0;
    for (std::uint64_t i = 0; i < samples; i++) {
        const monte::Point p = generator.next_point();
        xy[2 * i] = p.x;
        xy[2 * i + 1] = p.y;
        inside += p.is_inside();
    }
    return inside;
}
