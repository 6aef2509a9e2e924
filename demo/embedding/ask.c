/* A C program. It knows a header and a library, and nothing of Python. */

#include "weather.h"

#include <stdio.h>

static void ask(const char *report)
{
    char place[32];
    double celsius;
    const int places = weather_warmest(report, place, sizeof place, &celsius);
    if (places > 0) {
        printf("warmest of %d: %s, %.1f degrees\n", places, place, celsius);
    } else {
        printf("no answer to: %s\n", report);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        ask(argv[i]);
    }
    return 0;
}
