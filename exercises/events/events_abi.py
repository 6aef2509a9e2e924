"""Strikes of lightning for an asyncio program, in ABI mode in-line: C reports them from a thread of its own.

Run `make` first; it builds libdetector.
"""

import asyncio
import os
import sys
import threading
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libdetector" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    typedef void (*detector_strike)(uint32_t number, double km, void *data);
    typedef void (*detector_end)(void *data);
    struct detector;
    struct detector *detector_start(uint32_t count, uint64_t seed,
                                    detector_strike strike, detector_end end, void *data);
    void detector_stop(struct detector *detector);
    void detector_join(struct detector *detector);
""")
lib = ffi.dlopen(str(LIBRARY))

END = None  # comes after the last strike


@ffi.callback("detector_strike")
def on_strike(number, km, data) -> None:
    """Hand a strike to the loop, as soon as there is room. It runs in the detector's thread."""
    strikes = ffi.from_handle(data)
    raise NotImplementedError("TODO 1: wait for room, then hand (number, km) over")


@ffi.callback("detector_end")
def on_end(data) -> None:
    """Hand END to the loop. It runs in the detector's thread."""
    strikes = ffi.from_handle(data)
    raise NotImplementedError("TODO 2: hand END over")


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
        detector = lib.detector_start(self._count, self._seed, on_strike, on_end, self._handle)
        if detector == ffi.NULL:
            raise OSError(ffi.errno, os.strerror(ffi.errno))
        self._detector = detector
        return self

    def __aiter__(self) -> "Strikes":
        return self

    async def __anext__(self) -> tuple[int, float]:
        """Return the next strike; StopAsyncIteration after the last one, however often it is asked."""
        raise NotImplementedError("TODO 3: take a strike, and make room for another")

    async def __aexit__(self, *_exception) -> None:
        """End the detector, wherever it is, while the loop goes on. Its thread is gone afterwards."""
        raise NotImplementedError("TODO 4: stop, let on_strike() go on, and join")


async def main() -> None:
    async with Strikes(1000, seed=42, room=4) as strikes:
        async for number, km in strikes:
            if km < 1.0:
                print(f"strike {number}: {km:.2f} km, take cover")
                break


if __name__ == "__main__":
    asyncio.run(main())
