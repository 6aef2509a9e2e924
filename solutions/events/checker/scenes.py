"""How the checker uses Strikes as a program would, on loops of asyncio.

The loops go over a detector that the checker can hold up.
"""

import asyncio
import contextlib
import time

from .scenes_loop import (
    MANY,
    RETURNED,
    VAIN,
    allowing,
    hurried,
    later_by,
    listed,
    played,
    probe,
    quiet,
    rest,
    until,
)


def wakes(stage):
    """Return what a program gets that waits already when the strike comes."""
    lib = probe(stage)

    async def program():
        async with stage.script.Strikes(1, 7) as strikes:
            asked = asyncio.ensure_future(anext(strikes))
            await rest()
            event.set()
            return await asked

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


STEPS = 400  # in which an hour goes by


def after_an_hour(stage, count):
    """Return the numbers of strikes of which the first comes when an hour has gone by."""
    lib = probe(stage)
    lib.probe_allow(0)

    async def program():
        async with stage.script.Strikes(count, 7) as strikes:
            asked = asyncio.ensure_future(anext(strikes))
            await rest()
            for _ in range(STEPS):  # however often it wakes up meanwhile
                later_by(3600 / STEPS)
                await rest(2)
            lib.probe_allow(count)
            first = await asked
            return [first[0]] + [number async for number, _ in strikes]

    try:
        return listed(played(program))
    finally:
        lib.probe_begin()  # it allows as many strikes as are asked for


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
    """Return the strikes that a program gets after it gave up waiting for one.

    It gives up so many turns of the loop after the first strike came.
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
