#ifndef CHURN_H
#define CHURN_H

#include <stddef.h>
#include <stdint.h>

/* Returns the state of a xorshift generator after n steps: work that needs one core and no memory. */
uint64_t churn(size_t n);

#endif
