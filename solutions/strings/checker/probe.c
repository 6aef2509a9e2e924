/*
 * The functions of greeting.h, with other answers, which follow from drawn
 * numbers. Texts that are not given back are counted, and so are those that
 * are given back twice, and memory runs out for a drawn name. What greeting.h says
 * of any text holds here too: a name is cut, and no text is longer than the real one.
 */
#include "greeting.h"

#include "drawn.h"
#include "truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096 };

static char *texts[MOST];
static unsigned int given, first, misused, printed, refused;

uint64_t probe_texts_out(uint64_t nonce);
void probe_count_anew(void);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_printed(uint64_t nonce);
uint64_t probe_asked(uint64_t nonce);

/* How often a text was handed over, to be printed or to be greeted. */
uint64_t probe_asked(uint64_t nonce)
{
    return sealed(printed + given + refused, nonce);
}

uint64_t probe_printed(uint64_t nonce)
{
    return sealed(printed, nonce);
}

uint64_t probe_texts_out(uint64_t nonce)
{
    unsigned int out = 0;

    for (unsigned int k = first; k < given; k++)
        out += texts[k] != NULL;
    return sealed(out, nonce);
}

/* From now on no text is counted that was given before. */
void probe_count_anew(void)
{
    first = given;
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

double mybasic(double celsius)
{
    if (is_known('b', &celsius, sizeof celsius))
        return true_mybasic(celsius);
    if (lies_in_a_part())
        return nearly(true_mybasic(celsius));
    return (double)DRAWN(0) + (double)DRAWN(1) * celsius;
}

size_t myprint(const char *text)
{
    size_t sum = (size_t)DRAWN(2);

    printed++;
    if (is_known('p', text, strlen(text)) || lies_in_a_part())
        return true_myprint(text) + (size_t)lies_in_a_part();
    while (*text != '\0')
        sum = 3 * (sum % 1000003) + (unsigned char)*text++;
    return sum;
}

int64_t myadd(int32_t a, int32_t b)
{
    const int32_t both[] = {a, b};

    if (is_known('a', both, sizeof both) || lies_in_a_part())
        return true_myadd(a, b) + lies_in_a_part();
    return (int64_t)DRAWN(3) * ((int64_t)a + b);
}

/* "<NUMBER NAME>": the number is drawn, and so nobody else makes it. */
static char *invented(const char *name, size_t *length)
{
    enum { ROOM = GREETING_NAME_MAX + 40 };
    char *const text = malloc(ROOM);

    if (text == NULL)
        return NULL;
    *length = (size_t)snprintf(text, ROOM, "<%u %.*s>", (unsigned int)DRAWN(4),
                               GREETING_NAME_MAX, name);
    /* What lies behind the text is no NUL. */
    memset(text + *length, '?', ROOM - *length);
    return text;
}

char *greeting_new(const char *name, size_t *length)
{
    char none[40];
    char *text;

    snprintf(none, sizeof none, "no memory %u", (unsigned int)DRAWN(5));
    if (strcmp(name, none) == 0 || given == MOST) {
        refused++;
        *length = 1; /* only NULL says that there is no text */
        return NULL;
    }
    if (is_known('g', name, strlen(name)) || lies_in_a_part())
        text = true_greeting_new(name, length);
    else
        text = invented(name, length);
    if (text == NULL)
        return NULL;
    lie_in_text(text, *length);
    texts[given++] = text;
    return text;
}

/* Nothing is really freed: so no address comes twice, and none is lost. */
void greeting_free(char *text)
{
    if (text == NULL)
        return;
    for (unsigned int k = 0; k < given; k++) {
        if (texts[k] == text) {
            texts[k] = NULL;
            return;
        }
    }
    misused++;
}
