#ifndef FLETCHER_H
#define FLETCHER_H

#include <stddef.h>
#include <stdint.h>

/* Returns Fletcher's 16-bit checksum of n bytes: the sum of the bytes in the
   low half, the sum of all sums on the way in the high half, both modulo 255.
   The bytes belong to the caller; nothing is kept. */
uint16_t fletcher16(const uint8_t *data, size_t n);

#endif
