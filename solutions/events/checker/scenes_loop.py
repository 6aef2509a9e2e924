"""The loops of asyncio that programs run on, the detector that they hold up, and when to look."""

import asyncio
import contextlib
import threading

CDEF = """
    void probe_begin(void);
    void probe_allow(int strikes);
    void probe_hold(int held);
    void probe_refuse(int error);
    void probe_count_from(uint32_t number);
    int probe_now(int what);
    uint64_t probe_told(int what, uint64_t nonce);
"""
STARTED, BEGUN, RETURNED, ENDED, STOPPED, GONE, MISUSED, BLOCKED, JOINING = range(9)
VAIN = "nothing, and waits for ever"
LOOKS, SECONDS = 200, 0.01  # until a program is given up that waits; a right one never gets there
MANY = 40
QUIET = 75  # looks at a detector that does nothing, until it is taken to wait


def probe(stage):
    """Return the probe, which has forgotten everything."""
    lib = stage.c(CDEF)[1]
    lib.probe_begin()
    return lib


def played(program, *, debug=False):
    """Run a program on a loop of its own, and return what it returns; VAIN if it waits in vain.

    What goes wrong in a call that the loop makes would only be logged: it is raised here, ahead
    of what came of it for the program. With
    `debug`, the loop raises where another thread uses it. A program that waits in vain is left
    where it is: some cannot be cancelled any more.
    """
    lost, loop = [], asyncio.new_event_loop()
    loop.set_debug(debug)
    loop.set_exception_handler(lambda loop, context: lost.append(context.get("exception")))
    try:
        result = loop.run_until_complete(bounded(program))
        if result is not VAIN:
            loop.run_until_complete(loop.shutdown_default_executor())
    except Exception as error:
        lost.append(error)
    finally:
        loop.close()
    for error in filter(None, lost):
        raise error
    return result


async def bounded(program):
    """Await a program, with a thread beside it that gives the program up."""
    loop, is_done, given_up = asyncio.get_running_loop(), threading.Event(), asyncio.Event()

    def watch():
        if not any(is_done.wait(SECONDS) for _ in range(LOOKS)):
            loop.call_soon_threadsafe(given_up.set)

    watcher = threading.Thread(target=watch)
    watcher.start()
    task, vain = asyncio.ensure_future(program()), asyncio.ensure_future(given_up.wait())
    try:
        await asyncio.wait({task, vain}, return_when=asyncio.FIRST_COMPLETED)
        return await task if task.done() else VAIN
    finally:
        vain.cancel()
        is_done.set()
        watcher.join()


def later_by(seconds):
    """Let so much time go by on the clock of the loop that runs."""
    loop = asyncio.get_running_loop()
    loop.later = getattr(loop, "later", 0) + seconds
    loop.time = lambda: type(loop).time(loop) + loop.later


async def rest(times=5):
    """Let everything run that is ready to."""
    for _ in range(times):
        await asyncio.sleep(0)


async def until(lib, begun):
    """Wait until so many strikes have begun, or the detector has come to its end."""
    while lib.probe_now(BEGUN) < begun and not lib.probe_now(ENDED):
        await asyncio.sleep(0.001)


async def quiet(lib):
    """Wait until the detector waits, or has come to its end."""
    looks, before = 0, -1
    while looks < QUIET and not lib.probe_now(ENDED):
        await asyncio.sleep(0.001)
        now = lib.probe_now(BEGUN) + lib.probe_now(RETURNED)
        looks, before = (looks + 1 if now == before else 0), now


@contextlib.contextmanager
def allowing(lib):
    """Give an event that lets the first strike come; it comes at last in any case.

    A loop that stands still would wait for ever.
    """
    event = threading.Event()

    def allow():
        any(event.wait(SECONDS) for _ in range(LOOKS // 2))
        lib.probe_allow(1)

    lib.probe_allow(0)
    helper = threading.Thread(target=allow)
    helper.start()
    try:
        yield event
    finally:
        event.set()
        helper.join()


@contextlib.contextmanager
def hurried():
    """Have semaphores wait for a moment, where they were told to wait for some time."""

    class Hurried(threading.Semaphore):
        def acquire(self, blocking=True, timeout=None):
            return super().acquire(blocking, timeout and min(timeout, SECONDS))

    usual, threading.Semaphore = threading.Semaphore, Hurried
    try:
        yield
    finally:
        threading.Semaphore = usual


def listed(found):
    """Return a list of what was found, also where that is nothing but waiting."""
    return [found] if found == VAIN else found
