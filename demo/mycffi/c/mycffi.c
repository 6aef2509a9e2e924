#include "mycffi.h"

#include <stdio.h>
#include <string.h>

double mybasic(double celsius)
{
    return celsius * 9.0 / 5.0 + 32.0;
}

int64_t myadd(int32_t a, int32_t b)
{
    return (int64_t)a + b;
}

int64_t myprint(const char *text)
{
    if (puts(text) == EOF || fflush(stdout) == EOF) {
        return -1;
    }
    return (int64_t)strlen(text);
}
