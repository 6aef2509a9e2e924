#include "buoy.h"

enum buoy_state buoy_state(uint8_t battery)
{
    return battery == 0 ? BUOY_OFF : BUOY_MOORED;
}

void buoy_listen(struct sample *samples, size_t n)
{
    static const int16_t swell[8] = {0, 707, 1000, 707, 0, -707, -1000, -707};

    for (size_t i = 0; i < n; i++) {
        samples[i].time_s = (uint32_t)i;
        samples[i].battery = 97;
        samples[i].height_mm = swell[i % 8];
    }
}

int64_t buoy_energy(const struct sample *samples, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (int64_t)samples[i].height_mm * samples[i].height_mm;
    return sum;
}
