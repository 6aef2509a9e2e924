#include "greeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char before[] = "Hello, ";
static const char after[] = "!";

double mybasic(double celsius)
{
    return celsius * 1.8 + 32.0;
}

size_t myprint(const char *text)
{
    puts(text);
    return strlen(text);
}

int64_t myadd(int32_t a, int32_t b)
{
    return (int64_t)a + b;
}

char *greeting_new(const char *name, size_t *length)
{
    /* sizeof counts the NUL at the end, which is not copied. */
    const size_t first = sizeof before - 1;
    const size_t last = sizeof after - 1;
    size_t middle = strlen(name);

    if (middle > GREETING_NAME_MAX)
        middle = GREETING_NAME_MAX;

    char *text = malloc(first + middle + last);

    if (text == NULL)
        return NULL;
    memcpy(text, before, first);
    memcpy(text + first, name, middle);
    memcpy(text + first + middle, after, last);
    *length = first + middle + last;
    return text;
}

void greeting_free(char *text)
{
    free(text);
}
