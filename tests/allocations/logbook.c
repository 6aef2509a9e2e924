#include "failing.h"

#include "logbook.h"

int attempt(void)
{
    struct logbook *const book = logbook_new();
    int answer = book ? 0 : -1;

    for (int entry = 0; entry < 40 && answer == 0; entry++) {
        answer = logbook_add(book, "Helgoland", 31.0);
    }
    if (book) {
        logbook_free(book);
    }
    return answer == 0;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
