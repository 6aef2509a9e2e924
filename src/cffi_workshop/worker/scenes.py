"""What checker/scenes.py works with: the learner's script, and the C that it calls.

A scene is a function that uses the script as a program would, where one call and its answer are not
enough: it makes objects, lets them go, and has C say what is left. Many scenes stand in several
files, scenes_closing.py and the like.
"""

from __future__ import annotations

import gc
import importlib.util
import itertools
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any

import cffi

from . import private
from .audit_hook import Forbidden

__all__ = ["FILES", "Stage", "load", "scenes_in"]

FILES = "scenes*.py"

# Bound early: the learner's code may replace these names.
_FFI, _cdef, _dlopen = cffi.FFI, cffi.FFI.cdef, cffi.FFI.dlopen
_collect, _Thread = gc.collect, threading.Thread
_settrace, _gettrace = sys.settrace, sys.gettrace

SMALL = 1_100  # things, more than a cache has room for that forgets
SOON = 0.2  # seconds, after which a thread is taken to wait for a lock of the script's


@dataclass
class Stage:
    """The learner's `script`, imported; its files are in `folder`.

    `nonce` is a number that C mixes into each count that it tells (building/drawn.py), another each
    time.
    """

    folder: str
    script: ModuleType | None = None

    def __post_init__(self) -> None:
        self.begin(0)
        folder = Path(self.folder)
        # A script may be called libm_abi.py.
        self._libraries = sorted(path for path in folder.glob("lib*") if path.suffix != ".py")
        self._extensions = sorted([*folder.glob("_*.so"), *folder.glob("_*.pyd")])

    def begin(self, nonce: int) -> None:
        """Begin a scene, with the number for the first count."""
        self._nonces = itertools.count(nonce)

    @property
    def nonce(self) -> int:
        return next(self._nonces)

    def c(self, cdef: str, library: str = "lib*") -> tuple[cffi.FFI, object]:
        """Return the FFI and the library that the script calls, opened once more: the same memory.

        Where there are several, `library` says which: "libpi_cpp.*", or the module "_pi_cpp.*".
        """
        ffi = _FFI()
        _cdef(ffi, cdef)
        patterns = (library, library.replace("lib", "_", 1))
        carriers = [
            path for path in (*self._libraries, *self._extensions) if any(map(path.match, patterns))
        ]
        return ffi, _dlopen(ffi, str(carriers[0]) if carriers else None)

    @contextmanager
    def attention(self, attention: int) -> Iterator[None]:
        """Have the probe listen so for a while; 0 leaves it alone."""
        if attention:
            self.listen(attention)
        yield
        if attention:
            self.listen(0)

    def listen(self, attention: int) -> None:
        """Tell a probe that can listen how to listen to what it is asked (building/drawn.py)."""
        if hasattr(self._probe, "drawn_listen"):
            self._probe.drawn_listen(attention)

    @cached_property
    def _probe(self) -> Any:
        """The library, open as long as this is there: a function of it does not keep it open.

        It would be loaded once more by the learner's code, and may lie elsewhere then.
        """
        with suppress(OSError):  # what cannot be loaded is told when it is imported
            return self.c("void drawn_listen(int attention);")[1]
        return None

    def counted(self, count: Callable[[int], int], action: Callable[[], object]) -> list[int]:
        """Return what C counts before an action, and after it while what came of it is kept."""
        _collect()
        before = count(self.nonce)
        kept = action()
        _collect()
        after = count(self.nonce)
        del kept
        return [before, after]

    def kept(self, call: Callable[[int], object], size: int, *, may_forget: bool = False) -> int:
        """Return how many of eight things are still in memory, each of so many bytes.

        They are what `call(1)` to `call(8)` are done with; `call(0)` makes Python warm. A cache may
        hold some of them if it `may_forget` them over many small things, `call(-1)` and so on.
        """
        call(0)
        kept = self._more_held(call, range(1, 9), size)
        if kept and may_forget:
            self._more_held(call, range(-SMALL, 0), size)  # it is full now, if it can be
            later = (*range(9, 17), *range(-2 * SMALL, -SMALL))
            return kept if self._more_held(call, later, size) else 0
        return kept

    def _more_held(self, call: Callable[[int], object], numbers: Sequence[int], size: int) -> int:
        """Return how many things of so many bytes some calls leave in memory."""
        _collect()
        before = self._held()
        for number in numbers:
            call(number)
        _collect()
        return round((self._held() - before) / size)

    def refused(self, action: Callable[[], Any]) -> Any:
        """Return what an action gives that is refused each time, and not only once."""
        with suppress(Exception):
            return action()
        return action()

    def disturbing(self, function: Callable, others: list[Callable]) -> Callable:
        """Return the function of the script's module, `others` being called as disturbed() does.

        They are called in turn.
        """
        turns = itertools.cycle(others)
        return lambda script: self.disturbed(lambda: function(script), lambda: next(turns)(script))

    def disturbed(self, call: Callable[[], Any], other: Callable[[], object]) -> Any:
        """Return what a call gives where another thread makes a call ahead of each of its lines.

        What both keep in one place is the other's by then.
        """
        name = os.path.basename(getattr(self.script, "__file__", None) or "")  # noqa: PTH119
        threads: list[threading.Thread] = []

        def work() -> None:
            with suppress(Exception):  # that is told where it is called by itself
                other()

        def before(frame: FrameType, event: str, _: object) -> Any:
            if not frame.f_code.co_filename.endswith(name):
                return None
            if event == "line" and not (threads and threads[-1].is_alive()):
                threads.append(_Thread(target=work))
                threads[-1].start()
                threads[-1].join(SOON)
            return before

        _settrace(before)
        try:
            return call()
        finally:
            was_left, _ = _gettrace() is before, _settrace(None)
            for each in threads:
                each.join()
            if not was_left:
                raise Forbidden("replaced what is called at each of its lines (sys.settrace)")

    def _held(self) -> int:
        """Return how many bytes malloc() has given and not got back; 0 where nobody knows."""
        _, lib = self.c("size_t __sanitizer_get_current_allocated_bytes(void);")
        try:
            return getattr(lib, "__sanitizer_get_current_allocated_bytes")()
        except AttributeError:  # no sanitizer on this machine
            return 0


def scenes_in(folder: str) -> SimpleNamespace:
    """Return the scenes of all files in a folder, by their names.

    A file has what stands in another one by `from .scenes import ...`.
    """
    files = {path.stem: str(path) for path in sorted(Path(folder).glob(FILES))}
    loaded: dict[str, ModuleType] = {}

    def bring(name: str) -> ModuleType:
        if name not in loaded:
            loaded[name] = load(files[name], name, {"__import__": private.importing(bring)})
        return loaded[name]

    scenes: dict[str, object] = {}
    for each in files:
        scenes |= vars(bring(each))
    return SimpleNamespace(**scenes)


def load(path: str, name: str, changed: dict | None = None) -> ModuleType:
    """Import a file under a name that no file of the learner's can take.

    The module has builtins of its own, some of them `changed`.
    """
    return private.load_spec(importlib.util.spec_from_file_location(name, path), changed)
