/* Put ahead of a C file of ours: its allocations fail when they are told to, and are counted. */
#ifndef FAILING_H
#define FAILING_H

#include <stddef.h>
#include <stdlib.h>

void *failing_malloc(size_t size);
void *failing_calloc(size_t count, size_t size);
void *failing_realloc(void *block, size_t size);
void counting_free(void *block);
void *failing_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));

/* Written for each library: use it once. Return 1 when all went well, 0 when it told of a failure
   as its header says, and give everything back either way. */
int attempt(void);

/* Say whether sizes that no memory has are refused, with products and sums that wrap around;
   1 where nobody chooses a size. */
int refuses_impossible_sizes(void);

#define malloc failing_malloc
#define calloc failing_calloc
#define realloc failing_realloc
#define free counting_free
#define tsearch failing_tsearch

#endif
