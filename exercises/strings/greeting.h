#ifndef GREETING_H
#define GREETING_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes of a name that a greeting has room for. */
#define GREETING_NAME_MAX 24

/* Return a temperature in degrees Fahrenheit, from degrees Celsius. */
double mybasic(double celsius);

/*
 * Print a text and a line end on C's stdout; return the number of bytes in
 * the text.
 *
 * text: NUL-terminated, UTF-8. It belongs to the caller, is read, and is not
 *   kept after the call.
 */
size_t myprint(const char *text);

/* Return the sum of two numbers; it always fits. */
int64_t myadd(int32_t a, int32_t b);

/*
 * Return a new text, "Hello, NAME!", or NULL if there is no memory for it.
 *
 * name: NUL-terminated, UTF-8. It belongs to the caller, is read, and is not
 *   kept after the call. Only its first GREETING_NAME_MAX bytes are used,
 *   even if they end inside of a character.
 * length: one number, written: the bytes in the new text.
 * The new text has exactly *length bytes and is not NUL-terminated. It
 *   belongs to the caller, who gives it back with greeting_free().
 */
char *greeting_new(const char *name, size_t *length);

/*
 * Take back a text that greeting_new() returned. Nobody may use it
 * afterwards. NULL is allowed, and does nothing.
 */
void greeting_free(char *text);

#endif
