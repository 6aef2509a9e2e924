"""A thread that calls the learner's code with no frame of the worker's below it.

All that such a frame would lead to is the worker's own: its modules, the request, the answer. So
the thread runs no Python but the learner's; what takes its work from one queue and puts results
into another is written in C.
"""

from __future__ import annotations

import _thread
import sys
import weakref
from collections import deque
from collections.abc import Callable
from itertools import chain, starmap
from operator import call
from queue import SimpleQueue
from types import FunctionType

__all__ = ["Caller"]

STOPPED = "stopped"
# How cffi begins to tell in which function of a learner's an exception came out.
CALLBACKS = ("from cffi callback <function ", 'extern "Python" ')
Unheard = tuple[BaseException, str]

# Bound early: the learner's code may replace the names.
_start_thread, _sys = _thread.start_new_thread, sys


class Caller:
    """The thread stays the same as long as nothing is raised: as
    in a program, calls share one errno.
    """

    def __init__(self) -> None:
        self._unheard: list[Unheard] = []
        self._start()

    def _start(self) -> None:
        end = object()
        consumer: deque[None] = deque(maxlen=0)
        self._work: SimpleQueue = SimpleQueue()
        self._done: SimpleQueue = SimpleQueue()
        # Each result in a tuple, since what nobody catches comes through the same queue.
        results = map(self._done.put, zip(starmap(call, iter(self._work.get, end)), strict=False))
        # Who raises StopIteration ends the loop, and nothing else comes of it.
        everything = chain(results, map(self._done.put, (STOPPED,)))
        self._ended = weakref.ref(consumer, self._done.put)  # when the thread lets go of it
        _start_thread(consumer.extend, (everything,))

    def call(self, function: Callable, *arguments: object) -> tuple[object, BaseException | None]:
        """Return the result and None, or None and what was raised."""
        # Python's hook for what nobody catches, which hears of destructors as well.
        _sys.unraisablehook = self._done.put
        self._work.put((function, *arguments))
        heard = []
        while type(item := self._done.get()) is not tuple and item not in (self._ended, STOPPED):
            heard.append((item.exc_value, _place_of(item.err_msg, item.object)))
            del item  # which keeps the consumer alive, and so the thread's end unknown
        if item is STOPPED:
            heard.append((StopIteration(), ""))
        elif item is not self._ended:
            self._unheard += heard
            return item[0], None
        # The last was what ended the thread. SystemExit ends it without a word.
        error = heard.pop()[0] if heard else SystemExit()
        self._unheard += heard
        self._start()
        return None, error

    def unheard(self) -> list[Unheard]:
        """Return what was raised where nobody could catch it, since
        this was asked last, and where it was.
        """
        heard, self._unheard = self._unheard, []
        return heard


def _place_of(message: object, source: object) -> str:
    """Say in which callback, destructor or __del__() it was,
    without a look at what is the learner's.
    """
    text = message if type(message) is str else ""
    for begin in CALLBACKS:
        if begin in text:
            return "callback " + text.partition(begin)[2].partition(" at 0x")[0].rpartition(".")[2]
    if "'onerror'" in text:
        return "onerror"
    if "callback for ffi.gc" in text:
        return "destructor"
    return f"method {source.__name__}" if type(source) is FunctionType else ""
