/*
 * The functions of greeting.h, with other answers. Texts that are not given
 * back are counted; memory runs out for a name on purpose, and a long name
 * makes a text that is no UTF-8.
 */
#include "greeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int texts_out;

int probe_texts_out(void);

int probe_texts_out(void)
{
    return texts_out;
}

double mybasic(double celsius)
{
    return 1000.0 + celsius;
}

size_t myprint(const char *text)
{
    return 100 + strlen(text);
}

int64_t myadd(int32_t a, int32_t b)
{
    return 1000 * (int64_t)a + b;
}

char *greeting_new(const char *name, size_t *length)
{
    const size_t bytes = strlen(name) + 4;
    char *text = strcmp(name, "no memory") == 0 ? NULL : malloc(bytes + 1);

    if (text == NULL)
        return NULL;
    snprintf(text, bytes + 1, "<< %s>", name);
    if (strlen(name) > GREETING_NAME_MAX)
        text[bytes - 1] = '\xc3';
    *length = bytes;
    texts_out++;
    return text;
}

void greeting_free(char *text)
{
    if (text != NULL)
        texts_out--;
    free(text);
}
