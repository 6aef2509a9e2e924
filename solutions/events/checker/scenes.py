"""How the checker uses Strikes as a program would: on loops of asyncio, over a detector that it
can hold up.
"""

import asyncio
import contextlib
import threading
import time
from gc import collect
from weakref import ref

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
QUIET = 75  # looks at a detector that does nothing, until it is taken to wait
MANY = 40


class Interrupted(BaseException):
    """What is no Exception, as KeyboardInterrupt is none; a loop leaves that one to itself."""


def probe(stage):
    """Return the probe, which has forgotten everything."""
    lib = stage.c(CDEF)[1]
    lib.probe_begin()
    return lib


def played(program, *, debug=False):
    """Run a program on a loop of its own, and return what it returns; VAIN if it waits in vain.

    What goes wrong in a call that the loop makes would only be logged: it is raised here. With
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


def wakes(stage):
    """Return what a program gets that waits already when the strike comes."""
    lib = probe(stage)

    async def program():
        async with stage.script.Strikes(1, 7) as strikes:
            asked = asyncio.ensure_future(anext(strikes))
            await rest()
            event.set()
            return f"the strike {await asked!r}"

    with allowing(lib) as event:
        return played(program, debug=True)


def others_run(stage):
    """Return what another task does while a program waits for a strike, and what comes then."""
    lib, done = probe(stage), []

    async def another():
        await rest()
        done.append("the other task")
        event.set()

    async def program():
        async with stage.script.Strikes(1, 7) as strikes:
            task = asyncio.ensure_future(another())
            await anext(strikes)
            done.append("the strike")
            await task

    with allowing(lib) as event:
        return [VAIN] if played(program) == VAIN else done


def ended(stage, count, late):
    """Ask three times more often than there are strikes; return what comes then.

    Who is `late` begins when every strike waits, and the detector has come to its end.
    """
    lib, asked = probe(stage), []
    lib.probe_hold(late)

    async def program():
        async with stage.script.Strikes(count, 7) as strikes:
            if late:
                await until(lib, count)
                await quiet(lib)
                lib.probe_hold(0)
                await until(lib, count + 1)
                await rest()
            async for number, _ in strikes:
                asked.append(number)
            for _ in range(2):
                try:
                    asked.append(await anext(strikes))
                except StopAsyncIteration:
                    asked.append("end")

    return [*asked, VAIN] if played(program) == VAIN else asked


def after_giving_up(stage, count, vain):
    """Return the strikes that a program gets which gave up waiting so many times before."""
    lib = probe(stage)
    lib.probe_allow(0)

    async def program():
        async with stage.script.Strikes(count, 7, room=2) as strikes:
            for _ in range(vain):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(anext(strikes), 0.01)
            lib.probe_allow(count)
            return [number async for number, _ in strikes]

    return listed(played(program))


def after_giving_up_late(stage, count, turns):
    """Return the strikes that a program gets which gave up waiting for the first so many turns of
    the loop after it came.
    """
    lib = probe(stage)
    lib.probe_allow(0)

    async def program():
        async with stage.script.Strikes(count, 7) as strikes:
            asked = asyncio.ensure_future(anext(strikes))
            await rest()
            lib.probe_allow(1)
            for _ in range(20):  # the loop stands still; on_strike() may need it
                if not lib.probe_now(RETURNED):
                    time.sleep(0.001)
            await rest(turns)
            asked.cancel()
            await asyncio.wait([asked])
            lib.probe_allow(count)
            taken = [] if asked.cancelled() else [asked.result()]
            return [number for number, _ in taken] + [number async for number, _ in strikes]

    return listed(played(program))


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


def told(stage, count, seed, room):
    """Return all strikes of a detector."""

    async def program():
        async with stage.script.Strikes(count, seed, room=room) as strikes:
            return [strike async for strike in strikes]

    return listed(played(program))


def numbers_from(stage, first, count):
    """Return the numbers of so many strikes, the first of which has this one."""
    probe(stage).probe_count_from(first)

    async def program():
        async with stage.script.Strikes(count, 7) as strikes:
            return [number async for number, _ in strikes]

    return played(program)


def told_by_two(stage, count, seeds):
    """Return all strikes of two detectors that work at the same time."""

    async def one(seed):
        async with stage.script.Strikes(count, seed, room=2) as strikes:
            found = []
            async for strike in strikes:
                found.append(strike)
                await asyncio.sleep(0)
            return found

    async def program():
        return list(await asyncio.gather(*map(one, seeds)))

    return listed(played(program))


def reported(stage, room, taken):
    """Count the strikes that C got rid of while a program has taken so many and takes no more."""
    lib, found = probe(stage), []

    async def program():
        # 8 is what it is where nobody says another one.
        of_room = {} if room == 8 else {"room": room}
        async with stage.script.Strikes(MANY, 7, **of_room) as strikes:
            await until(lib, room + 1)
            for _ in range(taken):
                await anext(strikes)
            await quiet(lib)
            found.append(lib.probe_told(RETURNED, stage.nonce))

    with hurried():
        played(program)
    return found[0]


def waiting(stage, room):
    """Count the strikes, beyond those there is room for, that wait for a program that takes none."""
    lib, found = probe(stage), []

    async def program():
        async with stage.script.Strikes(MANY, 7, room=room) as strikes:
            await until(lib, room + 1)
            await quiet(lib)
            queue = getattr(strikes, "_queue", None)
            found.append(queue.qsize() - room if isinstance(queue, asyncio.Queue) else 0)

    played(program)
    return max(found[0], 0)


def reported_late(stage, room, vain):
    """Count the same where the program gave up waiting so many times before the first strike."""
    lib, found = probe(stage), []

    async def program():
        async with stage.script.Strikes(MANY, 7, room=room) as strikes:
            for _ in range(vain):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(anext(strikes), 0.01)
            lib.probe_allow(MANY)
            await until(lib, room + 1)
            await quiet(lib)
            found.append(lib.probe_told(RETURNED, stage.nonce))

    lib.probe_allow(0)
    played(program)
    return found[0]


def left_behind(stage, way):
    """Count the detectors that detector_join() has not seen end, when a program was left."""
    lib, gone = probe(stage), []

    def look():
        if not gone:  # a program that was given up may come to its end yet
            gone.append(lib.probe_told(GONE, stage.nonce))

    if played(lambda: leave(stage, lib, way, look)) == VAIN:
        look()
    return [gone[0], lib.probe_told(STARTED, stage.nonce)]


def misused(stage, way):
    """Count how often a detector was used after detector_join()."""
    lib = probe(stage)
    played(lambda: leave(stage, lib, way, lambda: None))
    return lib.probe_told(MISUSED, stage.nonce)


async def leave(stage, lib, way, look):
    """Start a detector, leave it before its last strike, and look before the loop goes on: what
    was only begun meanwhile may be done a moment later.
    """
    if way == "before":
        lib.probe_allow(0)
    if way == "slow":
        lib.probe_hold(1)
        hour = asyncio.ensure_future(an_hour_later(lib))
    strikes = stage.script.Strikes(0 if way == "after" else MANY, 7, room=2)
    task = asyncio.ensure_future(leaving(strikes, lib, way, look))
    if way == "cancelled":
        await until(lib, 3)
        task.cancel()
    with contextlib.suppress(LookupError, Interrupted, asyncio.CancelledError):
        await task
    if way == "slow":
        await hour


async def an_hour_later(lib):
    """Let an hour go by on the loop's clock while a program waits for the detector to end."""
    loop = asyncio.get_running_loop()
    usual = loop.time
    for _ in range(LOOKS):
        if not lib.probe_now(JOINING):
            await asyncio.sleep(0.001)
    loop.time = lambda: usual() + 3600
    await asyncio.sleep(0.001)
    await rest()
    lib.probe_hold(0)


async def leaving(strikes, lib, way, look):
    try:
        async with strikes:
            if way in ("after", "cancelled"):
                async for _ in strikes:
                    await asyncio.sleep(3600)
                return
            if way != "before":
                await until(lib, 3)
            if way == "taken":
                await anext(strikes)
                await until(lib, 4)
            if way == "raised":
                raise LookupError("the program has no more use for them")
            if way == "interrupted":
                raise Interrupted
    finally:
        look()


def raised(stage):
    """Return what comes out of a program that raises in its `async with`."""
    probe(stage)

    async def program():
        async with stage.script.Strikes(MANY, 7):
            raise LookupError("the program has no more use for them")

    return played(program)


def swallowed(stage):
    """Return which exceptions do not come out of an `async with` in which they are raised."""
    lost = []
    for kind in (StopAsyncIteration, TimeoutError, asyncio.CancelledError, KeyboardInterrupt):
        probe(stage)

        async def program(kind=kind):
            try:
                async with stage.script.Strikes(1, 7):
                    raise kind
            except BaseException as error:
                return type(error) is kind
            return False

        if played(program) is not True:
            lost.append(kind.__name__)
    return ", ".join(lost) or "none"


def blocked(stage):
    """Count the detectors whose end had to come without the loop, which another task needs."""
    lib = probe(stage)
    lib.probe_hold(1)

    async def another():
        while not lib.probe_now(STOPPED):
            await asyncio.sleep(0.001)
        # Some wait for the end first, and some sleep a while: it is held up until they join.
        for _ in range(LOOKS):
            if not lib.probe_now(JOINING):
                await asyncio.sleep(0.001)
        await rest()
        lib.probe_hold(0)

    async def program():
        task = asyncio.ensure_future(another())
        async with stage.script.Strikes(3, 7) as strikes:
            await anext(strikes)
        lib.probe_hold(0)
        task.cancel()

    in_vain = played(program) == VAIN
    return lib.probe_told(STARTED if in_vain else BLOCKED, stage.nonce)


def refused(stage, error):
    """Use a detector that C has no thread for."""
    lib = probe(stage)
    lib.probe_refuse(error)

    async def program():
        async with stage.script.Strikes(3, 7) as strikes:
            return [number async for number, _ in strikes]

    try:
        return played(program)
    finally:
        lib.probe_refuse(0)


def misused_unstarted(stage, error):
    """Count how often C was handed what detector_start() gave for want of a thread, which is NULL."""
    with contextlib.suppress(OSError):
        refused(stage, error)
    return stage.c(CDEF)[1].probe_told(MISUSED, stage.nonce)


def held(stage, left):
    """Return how many of three Strikes are still there when their programs are over, or were left
    before the last strike.
    """
    probe(stage)
    watched = []

    async def program():
        async with stage.script.Strikes(3, 7) as strikes:
            watched.append(ref(strikes))
            async for _ in strikes:
                if left:
                    break

    for _ in range(3):
        played(program)
    collect()
    return sum(each() is not None for each in watched)
