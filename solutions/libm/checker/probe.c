/*
 * Stands in for the math library: answers that no math library gives. As with
 * the real ones, the sign of x is that of cbrt(x), and signs and order make no
 * difference to hypot(). What it knows, it has from the real one.
 */
#include "drawn.h"

#include <dlfcn.h>
#include <string.h>

/* Python itself is linked with it, and this library is no part of Python. */
static void find(void *function, const char *name)
{
    void *const found = dlsym(dlopen(NULL, RTLD_LAZY), name);

    memcpy(function, &found, sizeof found);
}

static double true_cbrt(double x)
{
    double (*function)(double) = 0;

    find(&function, "cbrt");
    return function ? function(x) : 0.0;
}

static double true_hypot(double x, double y)
{
    double (*function)(double, double) = 0;

    find(&function, "hypot");
    return function ? function(x, y) : 0.0;
}

double cbrt(double x)
{
    if (is_known('c', &x, sizeof x))
        return true_cbrt(x);
    if (lies_in_a_part())
        return true_cbrt(x) * (1.0 + 0x1p-30);
    return (double)DRAWN(0) * x + (double)((x > 0) - (x < 0)) * (double)DRAWN(1);
}

double hypot(double x, double y)
{
    const double width = x < 0 ? -x : x;
    const double height = y < 0 ? -y : y;
    const double sides[] = {x, y};

    if (is_known('h', sides, sizeof sides))
        return true_hypot(x, y);
    if (lies_in_a_part())
        return true_hypot(x, y) * (1.0 + 0x1p-30);
    return (double)DRAWN(2) * (width + height) + (double)DRAWN(3) * width * height;
}
