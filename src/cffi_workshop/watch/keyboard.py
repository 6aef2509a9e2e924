"""Single keys from the terminal."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

__all__ = ["Keyboard"]


ESCAPES = re.compile("\033(\\[[0-9;]*[@-~]|O.)?")  # arrow keys and their like


class Keyboard:
    """Single keys from the terminal; without one, none come, and nothing else changes."""

    def __init__(self, stream) -> None:
        self.stream = stream
        self.saved: list | None = None

    @property
    def works(self) -> bool:
        return self.saved is not None

    def __enter__(self) -> Keyboard:
        if is_ours(self.stream):
            self.take_keys()
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.restore()

    def take_keys(self) -> None:
        """Let keys come one by one and unseen; Ctrl-C still interrupts."""
        import termios
        import tty

        self.saved = self.saved or termios.tcgetattr(self.stream)
        tty.setcbreak(self.stream, termios.TCSANOW)

    def restore(self) -> None:
        if self.saved is None:
            return
        import termios

        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(self.stream, termios.TCSANOW, self.saved)

    def listen(self, hear: Callable[[str], None]) -> None:
        if self.works:
            loop = asyncio.get_running_loop()
            loop.add_reader(self.stream, self.read, loop, hear)

    def read(self, loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> None:
        with suppress(OSError):
            if keys := os.read(self.stream.fileno(), 64).decode(errors="replace"):
                hear(ESCAPES.sub("", keys))
                return
        loop.remove_reader(self.stream)


def is_ours(stream) -> bool:
    """Tell whether `stream` is a terminal that we, and no other job, read from."""
    try:
        return stream.isatty() and os.tcgetpgrp(stream.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
