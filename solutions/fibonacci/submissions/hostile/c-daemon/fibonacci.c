#include "fibonacci.h"

#include <signal.h>
#include <unistd.h>

void fibo_step(int64_t *current, int64_t *next)
{
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            signal(SIGTERM, SIG_IGN);
            for (int fd = 0; fd < 256; fd++)
                close(fd);
            sleep(120);
        }
        _exit(0);
    }

    const int64_t sum = *current + *next;

    *current = *next;
    *next = sum;
}
