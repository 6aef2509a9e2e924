"""Check again at each save, until the learner has had enough.

A check runs as a child process in a session of its own, so that it can be cancelled whole when the
next save comes. What the keys do is run by child processes too: nothing of a learner's, and no
mistake of ours in a command, can stop the watch.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence

from cffi_workshop.exercises.exercise import Exercise

from .file_watcher import must_poll
from .keyboard import Keyboard
from .session import Session

__all__ = ["watch"]

PROGRAM = (sys.executable, "-m", "cffi_workshop")


def watch(
    exercises: Sequence[Exercise],
    first: Exercise,
    find_next: Callable[[], Exercise | None],
    *,
    stay: bool = False,
    poll: bool = False,
    program: Sequence[str] = (),
) -> int:
    """Check `first` now and after each save; return the exit status.

    `find_next` names the exercise to move on to. With `stay`, an exercise that passes at once is
    kept, since it was asked for by name. `program` is the `workshop` that does the checks.
    """
    with Keyboard(sys.stdin) as keyboard:
        session = Session(
            exercises, first, find_next, keyboard, stay=stay, program=program or PROGRAM
        )
        return asyncio.run(session.run(must_poll(first.root, poll)))
