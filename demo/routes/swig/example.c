#include "example.h"

#include <time.h>

double My_variable = 3.0;

int fact(int n)
{
    int product = 1;

    for (int i = 2; i <= n; i++) {
        product *= i;
    }
    return product;
}

int my_mod(int x, int y)
{
    /* The machine divides first, and INT_MIN / -1 does not fit an int: a crash. */
    return y == -1 ? 0 : x % y;
}

const char *get_time(void)
{
    const time_t now = time(NULL);

    return ctime(&now);
}
