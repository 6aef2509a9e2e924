"""Compile the binding of the POSIX timers: API mode, out-of-line.

The C is on your machine already.
"""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# The manual pages give names, not numbers, sizes and orders: those differ from system to
# system. Each row of dots is a question to the C compiler, which has the headers.
ffibuilder.cdef("""
    #define CLOCK_MONOTONIC ...
    #define SIGEV_SIGNAL ...

    typedef int... clockid_t;   // some kind of integer
    typedef int... time_t;
    typedef ... *timer_t;       // some pointer, to be handed on only

    struct timespec {
        time_t tv_sec;
        long tv_nsec;
        ...;
    };
    struct itimerspec {
        struct timespec it_interval;
        struct timespec it_value;
        ...;
    };
    struct sigevent {
        int sigev_notify;
        int sigev_signo;
        ...;                    // more members, which others may need
    };

    int timer_create(clockid_t clock, struct sigevent *how, timer_t *timer);
    int timer_settime(timer_t timer, int flags,
                      const struct itimerspec *new, struct itimerspec *old);
    int timer_gettime(timer_t timer, struct itimerspec *now);
    int timer_delete(timer_t timer);
""")

ffibuilder.set_source(
    "_timer",
    "#include <signal.h>\n#include <time.h>",
    libraries=[
        "rt"
    ],  # where glibc before 2.34 has the timers; later ones keep an empty library of the name
)

if __name__ == "__main__":
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).relative_to(HERE)}")
