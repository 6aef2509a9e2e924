#include "fletcher.h"

uint16_t fletcher16(const uint8_t *data, size_t n)
{
    unsigned int sum = 0;
    unsigned int sum_of_sums = 0;

    for (size_t i = 0; i < n; i++) {
        sum = (sum + data[i]) % 255;
        sum_of_sums = (sum_of_sums + sum) % 255;
    }
    return (uint16_t)(sum_of_sums << 8 | sum);
}
