#ifndef WEATHER_H
#define WEATHER_H

#include <stddef.h>

/* Finds the warmest place of a report, which is NUL-terminated JSON such as
   {"Oslo": 21.5, "Metz": 24.0}. Writes its name, NUL-terminated UTF-8, to place,
   which has room for size bytes, and its temperature to *celsius. Returns how
   many places the report has; 0, with nothing written, when it is no such report
   or the name does not fit. All memory stays the caller's.
   The body is Python, which is started by the first call. */
int weather_warmest(const char *report, char *place, size_t size,
                    double *celsius);

#endif
