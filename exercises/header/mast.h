#ifndef MAST_H
#define MAST_H

#include <stdint.h>

/* A weather mast: what is measured at each of its channels, read one by one. */

/* How many channels a mast has. */
#define MAST_CHANNELS 5

/* Which member of a value holds what was measured. */
enum mast_kind {
    MAST_NOTHING = -1, /* none: the channel has nothing to say */
    MAST_COUNT,
    MAST_REAL = 4,
    MAST_RAW
};

/* What was measured: one of the three, in the same four bytes. */
union mast_value {
    int32_t count;
    float real;
    unsigned char raw[4];
};

/* Three facts in one number. */
struct mast_flags {
    unsigned int checked : 1;
    unsigned int battery : 4; /* from 0, empty, to 15, full */
    signed int drift : 3;     /* from -4 to 3 */
};

/* As the mast sends it: packed, so there is no room between the members. */
struct mast_record {
    uint8_t channel;
    uint32_t second;
    enum mast_kind kind;
    union mast_value value;
    struct mast_flags flags;
} __attribute__((packed));

/* What is in a mast is the library's business. */
typedef struct mast mast;

/* How to read from a kind of mast. */
struct mast_driver {
    const char *name; /* NUL-terminated */

    /*
     * Read a channel into *record, which belongs to the caller. Return 0, or
     * -1 when there is no such channel; *record is left alone then.
     */
    int (*read)(mast *one, unsigned int channel, struct mast_record *record);
};

/* How many records the library has given so far. Only the library writes it. */
extern uint32_t mast_reads;

/*
 * Return a new mast, or NULL when there is no memory for it. It is yours, and
 * you give it to mast_close() once.
 */
mast *mast_open(void);

/* Free a mast that mast_open() gave. */
void mast_close(mast *one);

/* Return how to read from this mast. The driver belongs to the library. */
const struct mast_driver *mast_driver(const mast *one);

/*
 * Return the names of the channels, in their order. NULL follows the last one.
 * Each is NUL-terminated, and all of it belongs to the library.
 */
const char *const *mast_channels(const mast *one);

#endif
