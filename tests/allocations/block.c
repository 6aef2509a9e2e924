#include "failing.h"

#include <stdint.h>

struct block;
struct block *block_new(size_t count);
void block_free(struct block *block);
int block_live(void);

int attempt(void)
{
    int succeeded = 1;

    for (size_t count = 0; count < 2 && succeeded; count++) {
        struct block *const block = block_new(count);
        succeeded = block != NULL;
        if (block) {
            block_free(block);
        }
    }
    return succeeded && block_live() == 0;
}

int refuses_impossible_sizes(void)
{
    int refused = 1;

    for (size_t less = 0; less < 3; less++) {
        refused &= !block_new(SIZE_MAX - less);
        refused &= !block_new(SIZE_MAX / sizeof(double) + 1 - less);
    }
    return refused;
}
