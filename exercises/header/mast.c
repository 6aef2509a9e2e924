#include "mast.h"

#include <stdlib.h>
#include <string.h>

struct mast {
    uint32_t second; /* of the last record */
};

uint32_t mast_reads;

static const char *const names[MAST_CHANNELS + 1] = {
    "air", "rain", "station", "wind", "door", NULL,
};
static const enum mast_kind kinds[MAST_CHANNELS] = {
    MAST_REAL, MAST_COUNT, MAST_RAW, MAST_REAL, MAST_NOTHING,
};

static union mast_value measured(unsigned int channel, uint32_t second)
{
    union mast_value value = {.count = 0};

    if (channel == 1) {
        value.count = 1200 - (int32_t)second;
    } else if (kinds[channel] == MAST_RAW) {
        memcpy(value.raw, "MK\0\7", sizeof value.raw);
    } else if (kinds[channel] == MAST_REAL) {
        value.real = 11.5F - 4.25F * (float)channel;
    }
    return value;
}

static int read_channel(mast *one, unsigned int channel,
                        struct mast_record *record)
{
    if (channel >= MAST_CHANNELS) {
        return -1;
    }
    one->second += 60;
    mast_reads++;
    *record = (struct mast_record){
        .channel = (uint8_t)channel,
        .second = one->second,
        .kind = kinds[channel],
        .value = measured(channel, one->second),
        .flags = {.checked = channel % 2 == 0, .battery = 13, .drift = -3},
    };
    return 0;
}

static const struct mast_driver driver = {"mark four", read_channel};

mast *mast_open(void)
{
    return calloc(1, sizeof(mast));
}

void mast_close(mast *one)
{
    free(one);
}

const struct mast_driver *mast_driver(const mast *one)
{
    (void)one;
    return &driver;
}

const char *const *mast_channels(const mast *one)
{
    (void)one;
    return names;
}
