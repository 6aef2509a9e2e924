"""What Python waits for when a program ends.

That are its threads, but for those that are daemons, and functions that are called at the end.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, FunctionType, MethodType
from typing import Any

import cffi

__all__ = ["Functions", "come_to_the_end", "end_as_c_does", "waited_for"]

POOLS = os.path.join("concurrent", "futures", "thread.py")  # noqa: PTH118 - as in a code object
MOST = 3  # threads, and functions, whose place is told

# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("void exit(int);")
_libc: Any = _ffi.dlopen(None)
# Bound early: the learner's code may replace the names.
_all, _main, _me = threading.enumerate, threading.main_thread, threading.get_ident
_frames, _end = sys._current_frames, threading._shutdown  # type: ignore[attr-defined]
_unregister, _count, _call_them = atexit.unregister, atexit._ncallbacks, atexit._run_exitfuncs
_finalizers: dict[Any, Any] = weakref.finalize._registry  # type: ignore[attr-defined]


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
    """Do what Python does at the end of a program: wait for its threads, and call what is to be.

    Return False, and do nothing, where this is not the main thread, which alone can do it.
    """
    if _me() != _main().ident:
        return False
    _end()
    _call_them()
    return True


def end_as_c_does() -> None:
    """End the process by exit(), which calls what C has for its end: destructors, atexit()."""
    _libc.exit(0)


class Functions:
    """What the learner's code has registered for the end, seen without calling any of it.

    weakref.finalize() has one function of its own called then, which calls those that it was given.
    """

    def __init__(self) -> None:
        self._before = _count()
        self._seen: list[object] = []

    def __eq__(self, other: object) -> bool:
        """Note a function, each of which unregister() compares with this, and be none."""
        self._seen.append(other)
        return False

    __hash__ = None  # type: ignore[assignment]

    def places(self, is_own: Callable[[str], bool], call: Callable) -> list[dict] | None:
        """Return where such functions begin; None without any. `call` calls the learner's code.

        What a package has registered is not the learner's, nor is a C function that finalizes.
        """
        self._seen.clear()
        if _count() > self._before:
            call(_unregister, self)  # an object that can be called may compare by code of its own
        codes = [_code_of(each) for each in self._seen]
        late = [_code_of(each.func) for each in [*_finalizers.values()] if each.atexit]
        codes += filter(None, late)
        own = [code for code in codes if code is None or is_own(code.co_filename)]
        places = [(code.co_filename, code.co_firstlineno) for code in own if code is not None]
        found = [{"file": Path(path).name, "line": line} for path, line in places]
        return found[:MOST] if own else None


def _code_of(function: object) -> Any:
    """Return the code of a function that stands for itself; None for what is made of others."""
    if type(function) is MethodType and type(function.__self__) is type:
        function = function.__func__
    return function.__code__ if type(function) is FunctionType else None
