#include "failing.h"

#include "words.h"

#include <string.h>

int words_compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

int attempt(void)
{
    void *root = NULL;
    const int all = words_add(&root, "Oslo") && words_add(&root, "Metz");

    words_clear(&root);
    return all;
}

int refuses_impossible_sizes(void)
{
    return 1;
}
