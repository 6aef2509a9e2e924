#ifndef MYCFFI_H
#define MYCFFI_H

/* The Python package reads its cdef from this file: declarations of C, comments, and directives
   of one line, which Python leaves out. */

#include <stdint.h>

/* Returns the temperature in degrees Fahrenheit. */
double mybasic(double celsius);

/* Returns the sum, which always fits. */
int64_t myadd(int32_t a, int32_t b);

/* Prints the text, which is NUL-terminated, and a new line. Returns the number of bytes
   before the NUL, or -1 when nothing could be printed. */
int64_t myprint(const char *text);

#endif
