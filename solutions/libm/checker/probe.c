/*
 * Stands in for the math library: answers that no math library gives. As with
 * the real ones, the sign of x is that of cbrt(x), and signs and order make no
 * difference to hypot().
 */
#include "drawn.h"

double cbrt(double x)
{
    return (double)DRAWN(0) * x + (double)((x > 0) - (x < 0)) * (double)DRAWN(1);
}

double hypot(double x, double y)
{
    const double width = x < 0 ? -x : x;
    const double height = y < 0 ? -y : y;

    return (double)DRAWN(2) * (width + height) + (double)DRAWN(3) * width * height;
}
