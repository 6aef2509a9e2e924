// The same as failing.c for C++, where new allocates.
#include "levels.h"

#include <cstdio>
#include <cstdlib>
#include <new>

static int asked, fails_at, live;

static void *allocated(std::size_t size) noexcept
{
    void *const block = ++asked == fails_at ? nullptr : std::malloc(size ? size : 1);
    live += block != nullptr;
    return block;
}

void *operator new(std::size_t size)
{
    if (void *const block = allocated(size)) {
        return block;
    }
    throw std::bad_alloc();
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return allocated(size);
}

void operator delete(void *block) noexcept
{
    live -= block != nullptr;
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    operator delete(block);
}

static bool attempt()
{
    const double values[] = {1.5, 2.5, 0.5};
    double median;
    levels *const series = levels_new();
    const bool all = series && levels_add(series, values, 3) == LEVELS_OK &&
                     levels_median(series, &median) == LEVELS_OK;
    if (series) {
        levels_free(series);
    }
    return all;
}

int main()
{
    bool succeeded = false;

    while (!succeeded || asked >= fails_at) {
        asked = 0;
        fails_at++;
        succeeded = attempt();
        if (live || succeeded != (asked < fails_at)) {
            std::printf("allocation %d failed: told %d, lost %d blocks\n", fails_at, !succeeded, live);
            return 1;
        }
    }
    std::printf("%d allocations\n", asked);
}
