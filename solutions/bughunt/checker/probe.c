/*
 * The functions of station.h, with other answers, which follow from drawn
 * numbers and from each of the arguments.
 */
#include "station.h"

#include "drawn.h"

#include <stdio.h>

/* A sum in which each place counts differently. */
static double weighed(const double *values, size_t n)
{
    double sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += (double)(k + 1) * values[k];
    return sum;
}

double station_mean(const double *celsius, size_t n)
{
    return weighed(celsius, n) + (double)DRAWN(0) * (double)n;
}

/* Twice the last one and a number: where Python converts to another scale,
 * before or after, makes a difference that both sides know. */
double station_warmest(const double *celsius, size_t n)
{
    return 2.0 * celsius[n - 1] + (double)DRAWN(1);
}

void station_smooth(double *celsius, size_t n)
{
    for (size_t k = 0; k < n; k++)
        celsius[k] = (double)DRAWN(2) + (double)(k + 1) * celsius[k];
}

double station_rain(const int32_t *tenths, size_t n)
{
    double sum = (double)DRAWN(3) * (double)n;

    for (size_t k = 0; k < n; k++)
        sum += (double)(k + 1) * tenths[k];
    return sum;
}

size_t station_label(const struct station *station, char *label, size_t size)
{
    const double sum = weighed(station->celsius, station->n);
    const int length = snprintf(label, size, "%u %s %.1f %u",
                                (unsigned int)DRAWN(4), station->name, sum,
                                (unsigned int)station->n);

    return length < 0 ? 0 : (size_t)length;
}
