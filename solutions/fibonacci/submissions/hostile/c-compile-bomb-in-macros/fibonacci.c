#include "fibonacci.h"

#define A(x) x + x
#define B(x) A(A(x))
#define C(x) B(B(x))
#define D(x) C(C(x))
#define E(x) D(D(x))
#define F(x) E(E(x))

void fibo_step(int64_t *current, int64_t *next)
{
    *current = *next;
    *next = F(F(*current));
}
