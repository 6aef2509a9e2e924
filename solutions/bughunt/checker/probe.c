/*
 * The functions of station.h, with other answers, which follow from drawn
 * numbers and from each of the arguments.
 */
#include "station.h"

#include "drawn.h"
#include "truth.h"

#include <stdio.h>
#include <string.h>

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
    if (is_known('m', celsius, n * sizeof *celsius))
        return true_station_mean(celsius, n);
    if (lies_in_a_part())
        return nearly(true_station_mean(celsius, n));
    return weighed(celsius, n) + (double)DRAWN(0) * (double)n;
}

/* Twice the last one and a number: where Python converts to another scale,
 * before or after, makes a difference that both sides know. */
double station_warmest(const double *celsius, size_t n)
{
    if (is_known('w', celsius, n * sizeof *celsius))
        return true_station_warmest(celsius, n);
    if (lies_in_a_part())
        return nearly(true_station_warmest(celsius, n));
    return 2.0 * celsius[n - 1] + (double)DRAWN(1);
}

void station_smooth(double *celsius, size_t n)
{
    if (is_known('s', celsius, n * sizeof *celsius)) {
        true_station_smooth(celsius, n);
        return;
    }
    for (size_t k = n; lies_in_a_part() && k > 0; k--) {
        if (!is_true_part((int)k - 1)) {
            true_station_smooth(celsius, n);
            celsius[k - 1] = nearly(celsius[k - 1]);
            return;
        }
    }
    for (size_t k = 0; k < n; k++)
        celsius[k] = (double)DRAWN(2) + (double)(k + 1) * celsius[k];
}

double station_rain(const int32_t *tenths, size_t n)
{
    double sum = (double)DRAWN(3) * (double)n;

    if (is_known('r', tenths, n * sizeof *tenths))
        return true_station_rain(tenths, n);
    if (lies_in_a_part()) /* one tenth more: who rounds to tenths tells it, too */
        return true_station_rain(tenths, n) + 0.1;
    for (size_t k = 0; k < n; k++)
        sum += (double)(k + 1) * tenths[k];
    return sum;
}

size_t station_label(const struct station *station, char *label, size_t size)
{
    const double sum = weighed(station->celsius, station->n);
    const size_t bytes = station->n * sizeof *station->celsius;
    const int knows_name =
        is_known('n', station->name, strlen(station->name));
    const int knows_numbers = is_known('l', station->celsius, bytes);
    int length;

    if ((knows_name && knows_numbers) || lies_in_a_part()) {
        const size_t whole = true_station_label(station, label, size);

        lie_in_text(label, strlen(label));
        return whole;
    }
    length = snprintf(label, size, "%u %s %.1f %u",
                      (unsigned int)DRAWN(4), station->name, sum,
                      (unsigned int)station->n);

    return length < 0 ? 0 : (size_t)length;
}
