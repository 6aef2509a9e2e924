#include "ranking.h"

#include <stdlib.h>
#include <string.h>

struct ranking {
    ranking_compare compare;
    void *data;
    size_t *order;
    size_t count;
    size_t room;
};

struct ranking *ranking_new(ranking_compare compare, void *data)
{
    struct ranking *const ranking = calloc(1, sizeof *ranking);

    if (ranking) {
        ranking->compare = compare;
        ranking->data = data;
    }
    return ranking;
}

void ranking_free(struct ranking *ranking)
{
    free(ranking->order);
    free(ranking);
}

static int has_room(struct ranking *ranking)
{
    const size_t room = 2 * ranking->room + 8;
    size_t *order;

    if (ranking->count < ranking->room) {
        return 1;
    }
    order = realloc(ranking->order, room * sizeof *order);
    if (!order) {
        return 0;
    }
    ranking->order = order;
    ranking->room = room;
    return 1;
}

int ranking_add(struct ranking *ranking)
{
    const size_t number = ranking->count;
    size_t place = number;

    if (!has_room(ranking)) {
        return -1;
    }
    while (place > 0) {
        const int answer =
            ranking->compare(number, ranking->order[place - 1], ranking->data);
        if (answer == RANKING_STOP) {
            return RANKING_STOP;
        }
        if (answer >= 0) {
            break;
        }
        place--;
    }
    memmove(ranking->order + place + 1, ranking->order + place,
            (ranking->count - place) * sizeof *ranking->order);
    ranking->order[place] = number;
    ranking->count++;
    return 0;
}

const size_t *ranking_order(const struct ranking *ranking)
{
    return ranking->order;
}
