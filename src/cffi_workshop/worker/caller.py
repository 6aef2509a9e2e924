"""A loop that calls the learner's code with no frame of the worker's below it.

All that such a frame would lead to is the worker's own: its modules, the request, the answer. So
the loop's thread runs no Python but the learner's; what takes its work from one queue and puts
results into another is written in C.
"""

from __future__ import annotations

import _thread
import os
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import chain, cycle, repeat, starmap
from operator import call
from queue import SimpleQueue
from types import FunctionType
from typing import Any

import cffi

__all__ = ["Caller"]

# What the loop says when it was left: by an exception, or by StopIteration, which ends an iterator.
LEFT, STOPPED = None, "stopped"
# How cffi begins to tell in which function of a learner's an exception came out.
CALLBACKS = ("from cffi callback <function ", 'extern "Python" ')
Unheard = tuple[BaseException, str]

# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_TURN = _ffi.typeof("void(*)(void)")
# Bound early: the learner's code may replace the names.
_call, _start_thread, _sys = call, _thread.start_new_thread, sys
_forever: Callable[..., None] = deque(maxlen=0).extend


class Caller:
    """The thread stays the same: as in a program, all calls share one errno.

    fork() makes it the main thread of a new process, where signal.signal() works.
    """

    def __init__(self) -> None:
        self._unheard: list[Unheard] = []
        self._work: SimpleQueue = SimpleQueue()
        self._done: SimpleQueue = SimpleQueue()
        # Each result in a tuple, since what nobody catches comes through the same queue.
        results = zip(starmap(_call, iter(self._work.get, object())), strict=False)
        said = map(self._done.put, chain.from_iterable(cycle([results, (STOPPED,)])))
        # Out of a callback goes no exception: cffi hands it to sys.unraisablehook, and returns.
        self._turn = _ffi.callback(_TURN, partial(_forever, said))
        _start_thread(_forever, (map(self._done.put, starmap(self._turn, repeat(()))),))

    def fork(self, begin: Callable[[], object]) -> int:
        """Fork a process in which the learner's code is called from the main thread.

        That thread calls `begin` first, which has to start() another. Return the process's number.
        """
        first = [begin]  # for this fork, and not for those of the learner's code

        def after_fork() -> None:
            while first:
                first.pop()()

        os.register_at_fork(after_in_child=after_fork)
        pid, error = self.call(os.fork)
        first.clear()
        if error:
            raise error
        return int(pid)

    def start(self, serve: Callable[[], object]) -> None:
        """Start, in a process that fork() made, the thread that calls from there on."""

        def run() -> None:
            self._done.get()  # what fork() returned
            serve()

        _start_thread(run, ())

    def call(self, function: Callable, *arguments: object) -> tuple[Any, BaseException | None]:
        """Return the result and None, or None and what was raised."""
        # Python's hook for what nobody catches, which hears of destructors as well.
        _sys.unraisablehook = self._done.put
        while not self._done.empty():  # what came out between two calls, of a signal handler's
            self._note(self._done.get())
        self._work.put((function, *arguments))
        while type(item := self._done.get()) is not tuple and item not in (LEFT, STOPPED):
            self._note(item)
        if type(item) is tuple:
            return item[0], None
        if item is STOPPED:
            return None, StopIteration()
        # The last was what left the loop, unless the learner's code has put another hook there.
        return None, self._unheard.pop()[0] if self._unheard else SystemExit()

    def call_in_turn(self, *calls: tuple) -> tuple[Any, BaseException | None]:
        """Call each function with its arguments, and return of the last what call() would.

        The threads take turns once, which costs more than a call. What raises ends them all.
        """
        results, error = self.call(list, starmap(_call, calls))
        if error is None and len(results) < len(calls):  # it ends an iterator without a word
            error = StopIteration()
        return (None, error) if error else (results[-1], None)

    def _note(self, item: Any) -> None:
        if type(item) is not tuple and item not in (LEFT, STOPPED):
            self._unheard.append((item.exc_value, _place_of(item.err_msg, item.object)))

    def unheard(self) -> list[Unheard]:
        """Return what was raised where nobody could catch it, and where it was.

        What was returned before is not told again.
        """
        heard, self._unheard = self._unheard, []
        return heard


def _place_of(message: object, source: object) -> str:
    """Say in which callback, destructor or __del__() it was, without a look at the learner's."""
    text = message if type(message) is str else ""
    for begin in CALLBACKS:
        if begin in text:
            return "callback " + text.partition(begin)[2].partition(" at 0x")[0].rpartition(".")[2]
    if "'onerror'" in text:
        return "onerror"
    if "callback for ffi.gc" in text:
        return "destructor"
    return f"method {source.__name__}" if type(source) is FunctionType else ""
