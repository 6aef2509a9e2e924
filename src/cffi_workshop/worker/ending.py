"""What Python waits for when a program ends: its threads, but for those that are daemons."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

__all__ = ["come_to_the_end", "waited_for"]

POOLS = os.path.join("concurrent", "futures", "thread.py")  # noqa: PTH118 - as in a code object
MOST = 3  # threads whose place is told

# Bound early: the learner's code may replace the names.
_all, _main, _me = threading.enumerate, threading.main_thread, threading.get_ident
_frames, _end = sys._current_frames, threading._shutdown  # type: ignore[attr-defined]


def waited_for(is_own: Callable[[str], bool]) -> list[dict] | None:
    """Return where threads are in the learner's files that Python would wait for; None without any.

    A thread of a pool that has nothing to do ends together with the program.
    """
    main = _main()
    threads = [each for each in _all() if each is not main and not each.daemon]
    if not threads:
        return None
    frames = _frames()
    at = [frames[each.ident] for each in threads if each.ident in frames]
    busy = [frame for frame in at if not frame.f_code.co_filename.endswith(POOLS)]
    places = [place for frame in busy for place in [*_places(frame, is_own)][:1]]
    return places[:MOST] if busy else None


def _places(frame: FrameType | None, is_own: Callable[[str], bool]) -> Iterator[dict]:
    while frame is not None:
        if is_own(path := frame.f_code.co_filename):
            yield {"file": Path(path).name, "line": frame.f_lineno}
        frame = frame.f_back


def come_to_the_end() -> bool:
    """Do what Python does at the end of a program: wait for all threads that are no daemons.

    Return False, and do nothing, where this is not the main thread, which alone can do it.
    """
    if _me() != _main().ident:
        return False
    _end()
    return True
