#ifndef BUOY_H
#define BUOY_H

#include <stddef.h>
#include <stdint.h>

/* What a wave buoy measures once a second. */
struct sample {
    uint32_t time_s;   /* since the buoy was switched on */
    uint8_t battery;   /* percent */
    int16_t height_mm; /* of the water, above the mean */
};

enum buoy_state { BUOY_ADRIFT = -1, BUOY_OFF, BUOY_MOORED };

/* Returns the state that a battery of so many percent leaves a buoy in. */
enum buoy_state buoy_state(uint8_t battery);

/* Fills samples[0] to samples[n-1] with a swell of 2 m that passes in 8 s.
   The array is the caller's. */
void buoy_listen(struct sample *samples, size_t n);

/* Returns the sum of the squared heights in square millimetres. */
int64_t buoy_energy(const struct sample *samples, size_t n);

#endif
