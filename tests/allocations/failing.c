/* Fails the first allocation of an attempt, then the second, and so on, until an attempt needs no more. */
#include "failing.h"
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef tsearch

#include <search.h>
#include <stdio.h>

static int asked, fails_at, live;

static void *counted(void *block)
{
    if (block) {
        live++;
    }
    return block;
}

static int fails(void)
{
    return ++asked == fails_at;
}

void *failing_malloc(size_t size)
{
    return fails() ? NULL : counted(malloc(size));
}

void *failing_calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(calloc(count, size));
}

void *failing_realloc(void *block, size_t size)
{
    if (!block) {
        return failing_malloc(size);
    }
    return fails() ? NULL : realloc(block, size);
}

void counting_free(void *block)
{
    if (block) {
        live--;
    }
    free(block);
}

/* The nodes of a tree are allocated by the C library. */
void *failing_tsearch(const void *key, void **root, int (*compare)(const void *, const void *))
{
    return fails() ? NULL : tsearch(key, root, compare);
}

int main(void)
{
    int succeeded = 0;

    while (!succeeded || asked >= fails_at) {
        asked = 0;
        fails_at++;
        succeeded = attempt();
        if (asked >= fails_at && succeeded) {
            printf("allocation %d failed, and nothing told of it\n", fails_at);
            return 1;
        }
        if (live) {
            printf("after allocation %d failed, %d blocks were lost\n", fails_at, live);
            return 1;
        }
        if (!succeeded && asked < fails_at) {
            puts("no allocation failed, and a failure was told");
            return 1;
        }
    }
    if (!refuses_impossible_sizes() || live) {
        puts("a size that no memory has was not refused");
        return 1;
    }
    printf("%d allocations\n", asked);
    return 0;
}
