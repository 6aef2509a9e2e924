"""How the checker leaves Strikes, in each way that a program has, and what is left of the detector."""

import asyncio
import contextlib
from gc import collect
from weakref import ref

from .scenes_loop import (
    BLOCKED,
    CDEF,
    GONE,
    JOINING,
    LOOKS,
    MANY,
    MISUSED,
    STARTED,
    STOPPED,
    VAIN,
    later_by,
    played,
    probe,
    rest,
    until,
)


class Interrupted(BaseException):
    """What is no Exception, as KeyboardInterrupt is none; a loop leaves that one to itself."""


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
    """Start a detector, leave it before its last strike, and look.

    The look comes before the loop goes on: what was only begun meanwhile may be
    done a moment later.
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
    for _ in range(LOOKS):
        if not lib.probe_now(JOINING):
            await asyncio.sleep(0.001)
    later_by(3600)
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
    kinds = (StopAsyncIteration, TimeoutError, asyncio.CancelledError, KeyboardInterrupt)
    for kind, taken in (*((kind, 0) for kind in kinds), (LookupError, 1), (LookupError, 9)):
        probe(stage)

        async def program(kind=kind, taken=taken):
            try:
                async with stage.script.Strikes(2, 7) as strikes:
                    for _ in range(taken):
                        await anext(strikes, None)
                    raise kind
            except BaseException as error:
                return type(error) is kind
            return False

        if played(program) is not True:
            lost.append(kind.__name__ + {0: "", 1: " after a strike", 9: " after the end"}[taken])
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
    """Return how many of three Strikes are still there after their programs.

    With `left`, each was left before its last strike.
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
