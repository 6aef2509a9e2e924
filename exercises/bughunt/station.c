#include "station.h"

#include <stdio.h>

double station_mean(const double *celsius, size_t n)
{
    double sum = 0.0;
    for (size_t k = 0; k < n; k++)
        sum += celsius[k];
    return n == 0 ? 0.0 : sum / (double)n;
}

double station_warmest(const double *celsius, size_t n)
{
    double warmest = celsius[0];
    for (size_t k = 1; k < n; k++)
        if (celsius[k] > warmest)
            warmest = celsius[k];
    return warmest;
}

void station_smooth(double *celsius, size_t n)
{
    double before = 0.0;
    for (size_t k = 0; k < n; k++) {
        const double here = celsius[k];
        double sum = here;
        double count = 1.0;
        if (k > 0) {
            sum += before;
            count += 1.0;
        }
        if (k + 1 < n) {
            sum += celsius[k + 1];
            count += 1.0;
        }
        celsius[k] = sum / count;
        before = here;
    }
}

double station_rain(const int32_t *tenths, size_t n)
{
    int64_t sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += tenths[k];
    return (double)sum / 10.0;
}

size_t station_label(const struct station *station, char *label, size_t size)
{
    const double mean = station_mean(station->celsius, station->n);
    const int length =
        snprintf(label, size, "%s: %.1f degC", station->name, mean);
    return length < 0 ? 0 : (size_t)length;
}
