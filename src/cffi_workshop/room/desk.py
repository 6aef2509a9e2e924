"""The desk: all reading and writing of the room's file, in one thread beside the web server's.

While the disk is busy, what comes in is gathered, and goes down in one transaction. Nobody is
answered before it is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from .file import RoomFile

__all__ = ["Desk"]

T = TypeVar("T")
Task = Callable[[RoomFile], Any]
MOST_AT_ONCE = 500
MOST_WAITING = 5_000


class Desk:
    """Gives work on the file to its thread; to be used from one event loop."""

    def __init__(self, file: RoomFile) -> None:
        self.file = file
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self.waiting: asyncio.Queue[tuple[Task, asyncio.Future]] = asyncio.Queue(MOST_WAITING)
        self.changed = asyncio.Event()

    async def ask(self, question: Callable[[RoomFile], T]) -> T:
        """Return what the file says."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, question, self.file)

    async def change(self, task: Callable[[RoomFile], T]) -> T:
        """Return what a change gives, once it is on the disk; boards are made anew."""
        result = await self.change_quietly(task)
        self.changed.set()
        return result

    async def change_quietly(self, task: Callable[[RoomFile], T]) -> T:
        future: asyncio.Future = asyncio.get_running_loop().create_future()
        await self.waiting.put((task, future))
        return await future

    async def work(self) -> None:
        """Write what comes in, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self.waiting.get()]
            while len(batch) < MOST_AT_ONCE and not self.waiting.empty():
                batch.append(self.waiting.get_nowait())
            tasks = [task for task, _ in batch]
            try:
                results = await loop.run_in_executor(self.thread, self._write, tasks)
            except Exception as error:  # the disk is full: nothing of the batch was kept
                results = [error] * len(batch)
            for (_, future), result in zip(batch, results, strict=True):
                settle(future, result)

    def _write(self, tasks: list[Task]) -> list[Any]:
        with self.file.together():
            return [self._one(task) for task in tasks]

    def _one(self, task: Task) -> Any:
        try:
            with self.file.apart():
                return task(self.file)
        except Exception as error:  # told to whoever asked for it
            return error


def settle(future: asyncio.Future, result: Any) -> None:
    if future.done():  # whoever waited has gone
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
