#include "failing.h"

#include "camera.h"

#include <stdint.h>

int attempt(void)
{
    camera *const one = camera_open(3, 5);

    if (one) {
        camera_close(one);
    }
    return one != NULL;
}

int refuses_impossible_sizes(void)
{
    int refused = 1;

    for (size_t less = 0; less < 3; less++) {
        refused &= !camera_open(1, SIZE_MAX - less);
        refused &= !camera_open(SIZE_MAX - less, 1);
        refused &= !camera_open(SIZE_MAX / sizeof(uint16_t) - less, SIZE_MAX / 2);
    }
    return refused;
}
