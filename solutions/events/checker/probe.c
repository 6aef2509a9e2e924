/*
 * Stands in for detector.c: the strikes are at drawn distances, and come when
 * the check allows them. It counts what it called and what it was told to do.
 * After detector_stop() it always begins the one call of strike() that may
 * still begin. Each wait ends by itself after so many looks, so that no wrong
 * answer keeps it for ever; what ended so is counted.
 */
#include "detector.h"

#include "drawn.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { STARTED, BEGUN, RETURNED, ENDED, STOPPED, GONE, MISUSED, BLOCKED, JOINING, COUNTS };
enum { UNTIL_END = 800, UNTIL_GONE = 1500 /* looks, a millisecond apart */ };

void probe_begin(void);
void probe_allow(int strikes);
void probe_hold(int held);
void probe_refuse(int error);
void probe_count_from(uint32_t number);
int probe_now(int what);
uint64_t probe_told(int what, uint64_t nonce);

struct detector {
    pthread_t thread;
    uint32_t count;
    uint64_t seed;
    detector_strike strike;
    detector_end end;
    void *data;
    int stopped, gone, joined;
};

static int counts[COUNTS];
static int allowed, is_held, refused;
static uint32_t first;

static int now(const int *number)
{
    return __atomic_load_n(number, __ATOMIC_SEQ_CST);
}

static void set(int *number, int value)
{
    __atomic_store_n(number, value, __ATOMIC_SEQ_CST);
}

static int count(int what)
{
    return __atomic_add_fetch(&counts[what], 1, __ATOMIC_SEQ_CST) - 1;
}

static void look_away(void)
{
    const struct timespec moment = {0, 1000000};

    nanosleep(&moment, NULL);
}

/* Forget all counts; from now on everything is allowed. */
void probe_begin(void)
{
    for (int k = 0; k < COUNTS; k++) {
        set(&counts[k], 0);
    }
    set(&allowed, 1 << 30);
    set(&is_held, 0);
    set(&refused, 0);
    first = 0;
}

/* From now on, so many strikes may begin, with those that did. */
void probe_allow(int strikes)
{
    set(&allowed, strikes);
}

/* Keep detectors from their end; or let them go there. */
void probe_hold(int held)
{
    set(&is_held, held);
}

/* From now on, detector_start() gives NULL and this errno. */
void probe_refuse(int error)
{
    set(&refused, error);
}

/* From now on, the first strike has this number. */
void probe_count_from(uint32_t number)
{
    first = number;
}

int probe_now(int what)
{
    return now(&counts[what]);
}

uint64_t probe_told(int what, uint64_t nonce)
{
    return sealed((uint64_t)now(&counts[what]), nonce);
}

static void *detect(void *argument)
{
    struct detector *const detector = argument;

    for (uint32_t k = 0; k < detector->count; k++) {
        while (now(&counts[BEGUN]) >= now(&allowed) && !now(&detector->stopped)) {
            look_away();
        }
        const int asked_before = now(&detector->stopped);
        count(BEGUN);
        const uint32_t step = k == 1 ? 0 : k; /* two are as far away as each other */
        const double km = (double)DRAWN(0) + 0x1p-30 * step + (double)detector->seed;
        detector->strike(first + k, k == 2 ? 0.0 : km, detector->data); /* one is overhead */
        count(RETURNED);
        if (asked_before || now(&detector->stopped)) {
            break;
        }
    }
    for (int looks = 0; now(&is_held); looks++) {
        if (looks == UNTIL_END) {
            count(BLOCKED);
            break;
        }
        look_away();
    }
    detector->end(detector->data);
    count(ENDED);
    set(&detector->gone, 1);
    return NULL;
}

struct detector *detector_start(uint32_t strikes, uint64_t seed,
                                detector_strike strike, detector_end end,
                                void *data)
{
    struct detector *const detector = calloc(1, sizeof *detector);

    if (!detector || now(&refused)) {
        errno = detector ? now(&refused) : ENOMEM;
        free(detector);
        return NULL;
    }
    detector->count = strikes;
    detector->seed = seed;
    detector->strike = strike;
    detector->end = end;
    detector->data = data;
    pthread_create(&detector->thread, NULL, detect, detector);
    count(STARTED);
    return detector;
}

void detector_stop(struct detector *detector)
{
    if (!detector || now(&detector->joined)) {
        count(MISUSED);
        return;
    }
    set(&detector->stopped, 1);
    count(STOPPED);
}

/* Nothing is really freed: so what is used afterwards can be counted. */
void detector_join(struct detector *detector)
{
    if (!detector || now(&detector->joined)) {
        count(MISUSED);
        return;
    }
    set(&detector->joined, 1);
    count(JOINING);
    for (int looks = 0; looks < UNTIL_GONE; looks++) {
        if (now(&detector->gone)) {
            pthread_join(detector->thread, NULL);
            count(GONE);
            return;
        }
        look_away();
    }
}
