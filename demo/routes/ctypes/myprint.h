#ifndef MYPRINT_H
#define MYPRINT_H

/* Prints text, which is NUL-terminated, and the end of a line on standard output.
   Returns how many bytes text has, or -1 if they could not be written. */
int myprint(const char *text);

#endif
