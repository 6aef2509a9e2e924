"""Have the operating system send a signal when a time is up: POSIX timers, API mode. Linux only.

Run `python timer_build.py` first.
"""

import math
import os
import signal

from _timer import ffi, lib

__all__ = ["Timer"]

NANO = 10**9


def check(result: int) -> None:
    """Raise OSError if a function of C has returned -1.

    C tells the reason in errno. cffi puts it away after each call, so that nothing
    Python does in between can change it.
    """
    if result == -1:
        raise OSError(ffi.errno, os.strerror(ffi.errno))


def timespec(seconds: float) -> dict[str, int]:
    """Return the fields of a struct timespec.

    A moment above 0 stays above 0, which means no time.
    """
    whole, rest = divmod(math.ceil(seconds * NANO), NANO)
    return {"tv_sec": whole, "tv_nsec": rest}


class Timer:
    """A timer that sends a signal to this process.

    It is deleted by close(), or after a with statement.

    Handle or block the signal before start(): the default action of most signals is to end the
    process.
    """

    def __init__(self, signal_number: int, clock: int = lib.CLOCK_MONOTONIC) -> None:
        """Make a timer that stands still.

        Raises OSError for a signal or a clock that does not exist.
        """
        how = ffi.new(
            "struct sigevent *", {"sigev_notify": lib.SIGEV_SIGNAL, "sigev_signo": signal_number}
        )
        made = ffi.new("timer_t *")
        check(lib.timer_create(clock, how, made))
        self._timer = made[0]
        self._closed = False

    def __enter__(self) -> "Timer":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def start(self, seconds: float, every: float = 0.0) -> None:
        """Send the signal after so many seconds, then again each `every` seconds.

        0 seconds stop the timer, and 0 for `every` is once only. Raises OSError for a negative
        time, OverflowError for one that no struct can hold.
        """
        self._refuse_if_closed()
        times = {"it_value": timespec(seconds), "it_interval": timespec(every)}
        check(lib.timer_settime(self._timer, 0, ffi.new("struct itimerspec *", times), ffi.NULL))

    def left(self) -> float:
        """Return the seconds to the next signal; 0.0 if the timer stands still."""
        self._refuse_if_closed()
        now = ffi.new("struct itimerspec *")
        check(lib.timer_gettime(self._timer, now))
        return now.it_value.tv_sec + now.it_value.tv_nsec / NANO

    def close(self) -> None:
        """Delete the timer, once."""
        if not self._closed:
            self._closed = True
            check(lib.timer_delete(self._timer))

    def _refuse_if_closed(self) -> None:
        # C would take the old number, and perhaps find another timer under it.
        if self._closed:
            raise ValueError("the timer is closed; make another one")


def show_ticks(number: int) -> None:
    """Wait for three signals of a timer that sends one each hundredth of a second."""
    with Timer(number) as timer:
        timer.start(0.01, every=0.01)
        for tick in range(3):
            signal.sigwait({number})
            print("tick", tick)
        timer.start(0)
        print("stopped, seconds left:", timer.left())


def show_error(number: int) -> None:
    """Ask for a time that does not exist."""
    with Timer(number) as timer:
        try:
            timer.start(-1)
        except OSError as error:
            print("start(-1):", repr(error))


def main() -> None:
    """Run a timer, and have one refuse."""
    number = signal.SIGRTMIN
    # Blocked, the signal waits until sigwait() takes it. Unblocked and unhandled, it ends the
    # process.
    signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    show_ticks(number)
    show_error(number)


if __name__ == "__main__":
    main()
