/* Asks a strict compiler for the POSIX functions. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700

#include "words.h"

#include <search.h>
#include <stddef.h>

const char *words_add(void **root, const char *word)
{
    const char *const *node = tsearch(word, root, words_compare);
    return node == NULL ? NULL : *node;
}

/* tdestroy() of glibc would do, but macOS has none. */
void words_clear(void **root)
{
    while (*root != NULL) {
        const char *const *top = *root;
        tdelete(*top, root, words_compare);
    }
}
