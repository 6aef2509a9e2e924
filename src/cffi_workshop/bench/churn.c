#include "churn.h"

uint64_t churn(size_t n)
{
    uint64_t state = 88172645463325252u; /* any number but 0 */

    for (size_t i = 0; i < n; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    return state;
}
