#include "myprint.h"

#include <stdio.h>

int myprint(const char *text)
{
    const int printed = printf("%s\n", text);

    /* C and Python keep what they print in buffers of their own. Written out at
       once, it comes in the order of the calls. */
    if (printed < 0 || fflush(stdout) != 0) {
        return -1;
    }
    return printed - 1; /* without the end of the line */
}
