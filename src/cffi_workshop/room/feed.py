"""Pushes the board to every browser that has it open, at most three times a second."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial

from .board import board, sample
from .desk import Desk
from .texts import Texts

__all__ = ["Feed"]

PAUSE = 0.3  # seconds between two boards
AT_LEAST = 10.0  # seconds; somebody becomes stuck without doing anything
MOST_READERS = 20


class Feed:
    """The board as it was last, and a wait for the next one."""

    def __init__(self, desk: Desk, texts: Texts) -> None:
        self.desk, self.texts = desk, texts
        self.last = ""
        self.next = asyncio.Condition()
        self.readers = 0
        self.closed = False

    async def work(self) -> None:
        """Make a board when something has changed, for ever."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.desk.changed.wait(), AT_LEAST)
            self.desk.changed.clear()
            await self.make()
            await asyncio.sleep(PAUSE)

    async def make(self) -> None:
        now = time.time()
        try:
            await self.desk.change_quietly(partial(sample, now=now))
            told = await self.desk.ask(partial(board, texts=self.texts, now=now))
        except (OSError, sqlite3.Error):  # a disk that is full now may have room later
            return
        async with self.next:
            self.last = json.dumps(told)
            self.next.notify_all()

    async def close(self) -> None:
        """Let every reader go; a browser comes back by itself."""
        self.closed = True
        async with self.next:
            self.next.notify_all()

    async def read(self, may: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        """Yield server-sent events for as long as somebody reads, and `may`."""
        self.readers += 1
        try:
            if not self.last:
                await self.make()
            while not self.closed and await may():
                yield f"data: {self.last}\n\n"
                async with self.next:
                    await self.next.wait()
        finally:
            self.readers -= 1
