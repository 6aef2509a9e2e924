#include "camera.h"

#include <stdlib.h>

struct camera {
    struct camera_frame frames[CAMERA_FRAMES];
    unsigned char is_lent[CAMERA_FRAMES];
    size_t next; /* the place of the ring to look at first */
    size_t taken;
    uint16_t pixels[];
};

enum { ROOM = 8 }; /* pixels behind each row, which belong to no picture */

static void place_frames(camera *one, size_t height, size_t width)
{
    const size_t row = width + ROOM;

    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        one->frames[k] = (struct camera_frame){
            .pixels = one->pixels + k * height * row,
            .height = height,
            .width = width,
            .row_stride = row * sizeof one->pixels[0],
        };
    }
}

camera *camera_open(size_t height, size_t width)
{
    const size_t most = (SIZE_MAX - sizeof(camera)) / sizeof(uint16_t);
    camera *one;

    if (height == 0 || width == 0 || width > most - ROOM
        || height > most / CAMERA_FRAMES / (width + ROOM)) {
        return NULL;
    }
    one = calloc(1, sizeof *one + CAMERA_FRAMES * height * (width + ROOM)
                        * sizeof one->pixels[0]);
    if (one) {
        place_frames(one, height, width);
    }
    return one;
}

void camera_close(camera *one)
{
    free(one);
}

/* A test picture: each pixel is another, and each picture, too. */
static void expose(camera *one, size_t place)
{
    const size_t row = one->frames[place].row_stride / sizeof one->pixels[0];
    const size_t size = one->frames[place].height * row;
    uint16_t *const pixels = one->pixels + place * size;

    one->taken++;
    for (size_t k = 0; k < size; k++) {
        pixels[k] = (uint16_t)(9973 * one->taken + 7 * k);
    }
}

const struct camera_frame *camera_take(camera *one)
{
    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        const size_t place = (one->next + k) % CAMERA_FRAMES;

        if (!one->is_lent[place]) {
            one->is_lent[place] = 1;
            one->next = place + 1;
            expose(one, place);
            return &one->frames[place];
        }
    }
    return NULL;
}

void camera_give_back(camera *one, const struct camera_frame *frame)
{
    one->is_lent[frame - one->frames] = 0;
}

size_t camera_lent(const camera *one)
{
    size_t count = 0;

    for (size_t k = 0; k < CAMERA_FRAMES; k++) {
        count += one->is_lent[k];
    }
    return count;
}
