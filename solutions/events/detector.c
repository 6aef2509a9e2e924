#include "detector.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct detector {
    pthread_t thread;
    atomic_bool stopped; /* the one field that two threads use at a time */
    uint32_t count;
    uint64_t state;
    detector_strike strike;
    detector_end end;
    void *data;
};

/* Return the next distance: 0 to 30 km. The generator is splitmix64 by
   Sebastiano Vigna: https://prng.di.unimi.it/splitmix64.c */
static double next_distance(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return 30.0 * (double)((z ^ (z >> 31)) >> 44) * 0x1p-20;
}

/* What the thread does from its first moment to its last. */
static void *detect(void *argument)
{
    struct detector *const detector = argument;

    for (uint32_t number = 0; number < detector->count; number++) {
        const double km = next_distance(&detector->state);
        if (atomic_load(&detector->stopped)) {
            break;
        }
        detector->strike(number, km, detector->data);
    }
    detector->end(detector->data);
    return NULL;
}

struct detector *detector_start(uint32_t count, uint64_t seed,
                                detector_strike strike, detector_end end,
                                void *data)
{
    struct detector *const detector = calloc(1, sizeof *detector);

    if (!detector) {
        return NULL;
    }
    detector->count = count;
    detector->state = seed;
    detector->strike = strike;
    detector->end = end;
    detector->data = data;
    const int error = pthread_create(&detector->thread, NULL, detect, detector);
    if (error) {
        free(detector);
        errno = error;
        return NULL;
    }
    return detector;
}

void detector_stop(struct detector *detector)
{
    atomic_store(&detector->stopped, true);
}

void detector_join(struct detector *detector)
{
    pthread_join(detector->thread, NULL);
    free(detector);
}
