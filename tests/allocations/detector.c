#include "failing.h"

#include "detector.h"

static void on_strike(uint32_t number, double km, void *data)
{
    (void)number, (void)km, (void)data;
}

static void on_end(void *data)
{
    (void)data;
}

int attempt(void)
{
    struct detector *const detector =
        detector_start(3, 42, on_strike, on_end, 0);

    if (detector) {
        detector_stop(detector);
        detector_join(detector);
    }
    return detector != 0;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
