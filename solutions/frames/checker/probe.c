/*
 * The functions of camera.h with drawn pixels. Nothing is ever freed, so that what
 * is read too late is seen: a frame that is given back is overwritten at once, and
 * so are all frames of a camera that is closed.
 */
#include "camera.h"

#include "drawn.h"

#include <stdio.h>
#include <stdlib.h>

uint64_t probe_open(uint64_t nonce);
uint64_t probe_lent(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_under(uint64_t nonce);
void probe_write(uint16_t pixel);
void probe_no_memory(int none);

enum { MOST = 4096, ROOM = 3, GONE = 0xdead };

struct camera {
    struct camera_frame frames[CAMERA_FRAMES];
    uint16_t *pixels[CAMERA_FRAMES];
    int is_lent[CAMERA_FRAMES];
    int is_open;
    size_t size;  /* pixels of a frame, with the room behind its rows */
    size_t taken; /* pictures so far */
};

static camera cameras[MOST];
static unsigned int opened, misused, under; /* closed under a frame that is lent */
static int no_memory;

uint64_t probe_open(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < opened; k++)
        count += (unsigned int)cameras[k].is_open;
    return sealed(count, nonce);
}

uint64_t probe_lent(uint64_t nonce)
{
    size_t count = 0;

    for (unsigned int k = 0; k < opened; k++)
        count += camera_lent(&cameras[k]);
    return sealed(count, nonce);
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

uint64_t probe_under(uint64_t nonce)
{
    return sealed(under, nonce);
}

void probe_no_memory(int none)
{
    no_memory = none;
}

static void fill(camera *one, size_t place, uint16_t pixel, uint16_t step)
{
    for (size_t k = 0; k < one->size; k++)
        one->pixels[place][k] = (uint16_t)(pixel + step * k);
}

/* Write a pixel over all frames that are lent. */
void probe_write(uint16_t pixel)
{
    for (unsigned int k = 0; k < opened; k++)
        for (size_t place = 0; place < CAMERA_FRAMES; place++)
            if (cameras[k].is_lent[place])
                fill(&cameras[k], place, pixel, 0);
}

camera *camera_open(size_t height, size_t width)
{
    camera *const one = &cameras[opened];

    if (no_memory || opened == MOST)
        return NULL;
    one->size = height * (width + ROOM);
    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        one->pixels[k] = malloc(one->size * sizeof(uint16_t));
        if (!one->pixels[k])
            return NULL;
        fill(one, k, GONE, 0);
        one->frames[k] = (struct camera_frame){
            one->pixels[k], height, width, (width + ROOM) * sizeof(uint16_t)};
    }
    one->is_open = 1;
    opened++;
    return one;
}

void camera_close(camera *one)
{
    misused += !one->is_open;
    under += one->is_open && camera_lent(one) > 0;
    one->is_open = 0;
    for (size_t k = 0; k < CAMERA_FRAMES; k++)
        fill(one, k, GONE, 0);
}

const struct camera_frame *camera_take(camera *one)
{
    misused += !one->is_open;
    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        if (!one->is_lent[k]) {
            one->is_lent[k] = 1;
            fill(one, k, (uint16_t)(DRAWN(0) + ++one->taken), (uint16_t)(DRAWN(1) | 1));
            return &one->frames[k];
        }
    }
    return NULL;
}

void camera_give_back(camera *one, const struct camera_frame *frame)
{
    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        if (frame == &one->frames[k] && one->is_lent[k] && one->is_open) {
            one->is_lent[k] = 0;
            fill(one, k, GONE, 0);
            return;
        }
    }
    misused++;
}

size_t camera_lent(const camera *one)
{
    size_t count = 0;

    for (size_t k = 0; k < CAMERA_FRAMES; k++)
        count += (size_t)one->is_lent[k];
    return count;
}
