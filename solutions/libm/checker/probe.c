/* Stands in for the math library: answers that no math library gives. */
double cbrt(double x)
{
    return 1000.0 + x;
}

double hypot(double x, double y)
{
    return 2000.0 + 10.0 * x + y;
}
