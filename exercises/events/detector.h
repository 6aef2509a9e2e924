#ifndef DETECTOR_H
#define DETECTOR_H

#include <stdint.h>

/*
 * Take a strike of lightning: its number, counted from 0, and its distance.
 *
 * The detector calls this in a thread of its own, one strike after the other.
 * It waits until the call returns, however long that takes, and loses nothing.
 *
 * data: what was given to detector_start(), whatever that is.
 */
typedef void (*detector_strike)(uint32_t number, double km, void *data);

/* Learn that no more strikes come: the last call that the detector makes. */
typedef void (*detector_end)(void *data);

/* A detector of lightning, and the thread in which it works. */
struct detector;

/*
 * Start a thread that reports `count` strikes: the same seed, the same strikes.
 * Return the detector; or NULL, and say why in errno, when there is no memory
 * or no thread for it.
 *
 * strike, end, data: kept. The thread uses them until detector_join() returns.
 * The detector belongs to you, until you hand it to detector_join().
 */
struct detector *detector_start(uint32_t count, uint64_t seed,
                                detector_strike strike, detector_end end,
                                void *data);

/*
 * Ask for the end. It returns at once: one call of strike() may still be at
 * work or about to begin. None follows that one, and then end() is called.
 */
void detector_stop(struct detector *detector);

/*
 * Wait until the detector has called end() and its thread is gone, then free
 * it. Call this once for each detector, and never from strike() or end().
 */
void detector_join(struct detector *detector);

#endif
