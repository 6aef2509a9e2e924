#include "failing.h"

#include "greeting.h"

int attempt(void)
{
    size_t length;
    char *const text = greeting_new("Ada", &length);

    greeting_free(text);
    return text != NULL;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
