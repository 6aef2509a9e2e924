#ifndef STATION_H
#define STATION_H

#include <stddef.h>
#include <stdint.h>

/* A weather station and its day: a name, NUL-terminated, and n temperatures in
 * degrees Celsius. Both pointers are borrowed: whoever fills in the struct owns
 * the memory behind them, and keeps it for as long as the struct is used. */
struct station {
    const char *name;
    const double *celsius;
    size_t n;
};

/* Return the mean of n temperatures; 0 for none. */
double station_mean(const double *celsius, size_t n);

/* Return the largest of n temperatures; n is 1 or more. */
double station_warmest(const double *celsius, size_t n);

/* Replace each of n temperatures by the mean of itself and its neighbours. */
void station_smooth(double *celsius, size_t n);

/* Return the rain of a day in mm, from n readings in tenths of a mm. */
double station_rain(const int32_t *tenths, size_t n);

/* Write "NAME: MEAN degC" into label, at most size bytes with the NUL, and
 * return how many bytes the whole text has without it. */
size_t station_label(const struct station *station, char *label, size_t size);

#endif
