#ifndef CAMERA_H
#define CAMERA_H

#include <stddef.h>
#include <stdint.h>

/* A camera with a ring of frames, which it fills and lends one after the other. */
typedef struct camera camera;

/* How many frames a ring has. */
#define CAMERA_FRAMES 4

/* A picture in the camera's memory, row by row. */
struct camera_frame {
    const uint16_t *pixels; /* the first row; only the camera writes them */
    size_t height;          /* rows */
    size_t width;           /* pixels in a row */
    size_t row_stride;      /* bytes from a row to the next; more than 2 * width */
};

/*
 * Return a new camera, or NULL when there is no memory for its frames. It is
 * yours, and you give it to camera_close() once.
 *
 * height, width: of each picture, in pixels; at least 1.
 */
camera *camera_open(size_t height, size_t width);

/* Free a camera that camera_open() gave, and the memory of all its frames. */
void camera_close(camera *one);

/*
 * Take a picture into the next frame of the ring that is not lent, and lend
 * it. Return NULL when all are lent.
 *
 * The frame belongs to the camera. It stays as it is until it is given back;
 * after that the camera takes other pictures into it.
 */
const struct camera_frame *camera_take(camera *one);

/* Give a frame back that camera_take() lent, once. */
void camera_give_back(camera *one, const struct camera_frame *frame);

/* Return how many frames are lent now. */
size_t camera_lent(const camera *one);

#endif
