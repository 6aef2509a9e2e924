#include "failing.h"

#include <stdint.h>

struct field;
struct field *field_new(size_t count);
void field_free(struct field *field);
int field_live(void);

int attempt(void)
{
    int succeeded = 1;

    for (size_t count = 0; count < 2 && succeeded; count++) {
        struct field *const field = field_new(count);
        succeeded = field != NULL;
        if (field) {
            field_free(field);
        }
    }
    return succeeded && field_live() == 0;
}

int refuses_impossible_sizes(void)
{
    int refused = 1;

    for (size_t less = 0; less < 3; less++) {
        refused &= !field_new(SIZE_MAX - less);
        refused &= !field_new(SIZE_MAX / sizeof(double) + 1 - less);
    }
    return refused;
}
