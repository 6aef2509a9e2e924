#ifndef TINY_H
#define TINY_H

/* Return a + b; the sum has to fit into an int. */
int tiny_add(int a, int b);

#endif
