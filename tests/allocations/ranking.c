#include "failing.h"

#include "ranking.h"

static int equal(size_t left, size_t right, void *data)
{
    (void)left, (void)right, (void)data;
    return 0;
}

int attempt(void)
{
    struct ranking *const ranking = ranking_new(equal, NULL);
    int answer = ranking ? 0 : -1;

    for (int entry = 0; entry < 40 && answer == 0; entry++) {
        answer = ranking_add(ranking);
    }
    if (ranking) {
        ranking_free(ranking);
    }
    return answer == 0;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
