#ifndef LEVELS_H
#define LEVELS_H

/* Levels of a river, in metres. The C interface of C++: callers see nothing but C. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct levels levels;

/* What functions return that can fail. */
enum {
    LEVELS_OK,
    LEVELS_NO_SUCH_VALUE,
    LEVELS_NOT_A_NUMBER,
    LEVELS_NO_MEMORY,
    LEVELS_UNKNOWN
};

/* Makes an empty series, NULL when there is no memory. The caller owns it and
   gives it to levels_free() once. */
levels *levels_new(void);
void levels_free(levels *series);

/* Copies n values to the end of the series, all or none.
   LEVELS_NOT_A_NUMBER if one is NaN. */
int levels_add(levels *series, const double *values, size_t n);

/* How many values the series has. */
size_t levels_count(const levels *series);

/* Writes value i to *value. LEVELS_NO_SUCH_VALUE if i is not below the count. */
int levels_at(const levels *series, size_t i, double *value);

/* Writes the median to *median: half of the values are below, half above; with an
   even count, the mean of the middle two. LEVELS_NO_SUCH_VALUE if there is none. */
int levels_median(const levels *series, double *median);

#ifdef __cplusplus
}
#endif

#endif
