"""Strikes of lightning for an asyncio program, in API mode out-of-line: C reports them from a thread of its own.

Run `python events_build.py` first; it compiles _events.
"""

import asyncio
import os
import threading

from _events import ffi, lib

END = None  # comes after the last strike


@ffi.def_extern()
def on_strike(number, km, data) -> None:
    """Hand a strike to the loop, as soon as there is room. It runs in the detector's thread."""
    strikes = ffi.from_handle(data)
    # BEGIN SOLUTION: raise NotImplementedError("TODO 1: wait for room, then hand (number, km) over")
    strikes._room.acquire()  # only this thread waits: neither the loop nor the GIL
    strikes._loop.call_soon_threadsafe(strikes._queue.put_nowait, (number, km))
    # END SOLUTION


@ffi.def_extern()
def on_end(data) -> None:
    """Hand END to the loop. It runs in the detector's thread."""
    strikes = ffi.from_handle(data)
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: hand END over")
    strikes._loop.call_soon_threadsafe(strikes._queue.put_nowait, END)
    # END SOLUTION


class Strikes:
    """What a detector reports: `async with` starts and ends it, `async for` gives (number, km).

    At most `room` strikes wait for the program. While there is no room, the detector waits.
    """

    def __init__(self, count: int, seed: int, room: int = 8) -> None:
        self._count, self._seed = count, seed
        # Strikes that wait for the program. A queue of asyncio is for the loop's thread alone.
        self._queue: asyncio.Queue = asyncio.Queue()
        # How many more may wait. A semaphore of threading is for all threads.
        self._room = threading.Semaphore(room)

    async def __aenter__(self) -> "Strikes":
        """Start the detector. OSError, with C's errno, when C cannot."""
        self._loop = asyncio.get_running_loop()
        self._handle = ffi.new_handle(self)
        detector = lib.detector_start(
            self._count, self._seed, lib.on_strike, lib.on_end, self._handle
        )
        if detector == ffi.NULL:
            raise OSError(ffi.errno, os.strerror(ffi.errno))
        self._detector = detector
        return self

    def __aiter__(self) -> "Strikes":
        return self

    async def __anext__(self) -> tuple[int, float]:
        """Return the next strike; StopAsyncIteration after the last one, however often it is asked."""
        # BEGIN SOLUTION: raise NotImplementedError("TODO 3: take a strike, and make room for another")
        strike = await self._queue.get()
        if strike is END:
            self._queue.put_nowait(END)  # for whoever asks again
            raise StopAsyncIteration
        self._room.release()
        return strike
        # END SOLUTION

    async def __aexit__(self, *_exception) -> None:
        """End the detector, wherever it is, while the loop goes on. Its thread is gone afterwards."""
        # BEGIN SOLUTION: raise NotImplementedError("TODO 4: stop, let on_strike() go on, and join")
        lib.detector_stop(self._detector)
        self._room.release()  # nobody takes strikes any more, and on_strike() may wait for room
        await asyncio.to_thread(lib.detector_join, self._detector)
        # END SOLUTION


async def main() -> None:
    async with Strikes(1000, seed=42, room=4) as strikes:
        async for number, km in strikes:
            if km < 1.0:
                print(f"strike {number}: {km:.2f} km, take cover")
                break


if __name__ == "__main__":
    asyncio.run(main())
