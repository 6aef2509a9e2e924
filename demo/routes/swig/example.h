#ifndef EXAMPLE_H
#define EXAMPLE_H

/* A global that both C and Python may read and write. */
extern double My_variable;

/* Returns n!, the product of 1 to n. n is from 0 to 12: 13! does not fit an int. */
int fact(int n);

/* Returns what is left of x divided by y, with the sign of x. y is not 0. */
int my_mod(int x, int y);

/* Returns the local time as a NUL-terminated line. It belongs to the C library,
   and the next call overwrites it. */
const char *get_time(void);

#endif
