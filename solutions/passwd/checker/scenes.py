"""How the checker uses the script as a program would: from threads, and with names that it lets go."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

SIZE = 20_000  # so that a name outweighs whatever Python itself keeps
LOOKS = 10  # milliseconds that C takes for an answer
CDEF = "void probe_slow(int looks); uint64_t probe_at_once(uint64_t nonce);"


def still_held(stage, written):
    """Return how many of eight long names are still in memory after book() was done with them."""

    def call(number):
        name = chr(ord("a") + number) * SIZE if number > 0 else f"{number}: a short one"
        account = {"user": name, "history": [0.0] * 4}
        with contextlib.suppress(OSError):
            stage.script.book(account | {"disk": {"used": 0, "limit": 9}}, written)

    return stage.kept(call, SIZE, may_forget=True)


def at_once(stage, first, second):
    """Return how many threads were asking C for a user at the same time, each by a function."""
    _, lib = stage.c(CDEF)
    lib.probe_slow(LOOKS)
    both_are_there = Barrier(2)

    def ask(function, key):
        both_are_there.wait()
        getattr(stage.script, function)(key)

    try:
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(ask, *each) for each in (first, second)]
            for each in asked:
                each.result()
        return lib.probe_at_once(stage.nonce)
    finally:
        lib.probe_slow(0)
