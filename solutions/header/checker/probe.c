/*
 * The functions of mast.h with drawn answers: which channel says what, the kinds
 * in another order, and a global that begins at a drawn number.
 */
#include "mast.h"

#include "drawn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mast {
    char text[MAST_CHANNELS][40];
    const char *names[MAST_CHANNELS + 1];
    struct mast_driver driver;
    int times;
};

uint32_t mast_reads;

uint64_t probe_open(uint64_t nonce);

static unsigned int open_ones;

/* Return how many masts are open. */
uint64_t probe_open(uint64_t nonce)
{
    return sealed(open_ones, nonce);
}

/* Of a float, 64 parts are the first, a whole number the second, then what is odd. */
static float drawn_real(int times)
{
    const float drawn = (float)(DRAWN(2) | 1);
    const float reals[] = {drawn / 64.0F, (float)DRAWN(2), -0.0F, drawn * 0x1p-30F,
                           NAN, -INFINITY};

    return reals[times % 6];
}

static int32_t drawn_count(int times)
{
    const int32_t counts[] = {-(int32_t)DRAWN(1) * 30000, -1, 0, INT32_MIN, INT32_MAX, 4, 5};

    return counts[times % 7];
}

static union mast_value drawn_value(enum mast_kind kind, int times)
{
    union mast_value value = {.count = -1};

    switch (kind) {
    case MAST_COUNT:
        value.count = drawn_count(times);
        break;
    case MAST_REAL:
        value.real = drawn_real(times);
        break;
    case MAST_RAW:
        memcpy(value.raw, times == 1 ? "\0\0\0" : "\0\0\xff\0", 4);
        value.raw[1] = times == 1 ? 0 : (unsigned char)DRAWN(3);
        break;
    case MAST_NOTHING:
        break;
    }
    return value;
}

static int read_channel(mast *one, unsigned int channel, struct mast_record *record)
{
    static const enum mast_kind kinds[] = {MAST_RAW, MAST_NOTHING, MAST_REAL, MAST_COUNT, MAST_REAL};
    /* Of both signs, and none is the one of the real library. */
    static const signed char drifts[] = {-4, 2, 1, -1};

    const int times = one->times++;

    if (channel >= MAST_CHANNELS || channel == 4)
        return -1;
    mast_reads = (uint32_t)DRAWN(0) * 65537u + channel;
    *record = (struct mast_record){
        .channel = (uint8_t)(MAST_CHANNELS + (channel + DRAWN(4)) % 200),
        .second = (uint32_t)((DRAWN(4) | 0x8000) << 16 | DRAWN(5)),
        .kind = kinds[channel],
        .value = drawn_value(kinds[channel], times),
        .flags = {.checked = (channel + DRAWN(6)) % 2,
                  .battery = DRAWN(6) % 16,
                  .drift = drifts[(channel + DRAWN(7)) % 4]},
    };
    return 0;
}

mast *mast_open(void)
{
    mast *const one = calloc(1, sizeof *one);

    if (!one)
        return NULL;
    for (int k = 0; k < MAST_CHANNELS; k++) {
        snprintf(one->text[k], sizeof one->text[k], "channel %u", (unsigned int)DRAWN(k));
        one->names[k] = one->text[k];
    }
    one->driver = (struct mast_driver){"probe", read_channel};
    open_ones++;
    return one;
}

void mast_close(mast *one)
{
    open_ones--;
    free(one);
}

const struct mast_driver *mast_driver(const mast *one)
{
    return &one->driver;
}

const char *const *mast_channels(const mast *one)
{
    return one->names;
}
