"""Work in the background, each piece once, begun when what it stands on is done."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

__all__ = ["Tasks"]

THREADS = 8  # each waits for a process most of the time


class Tasks:
    """Pieces of work by name, and their futures."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS)
        self._futures: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()

    def begin(
        self, name: str, work: Callable[[], Any], after: Sequence[Future[Any]] = ()
    ) -> Future[Any]:
        """Return the future of a piece of work that is done once, `after` all of these."""
        with self._lock:
            if name in self._futures:
                return self._futures[name]
            future = self._futures[name] = Future()
        _when_done(list(after), lambda: self._submit(future, work))
        return future

    def _submit(self, future: Future[Any], work: Callable[[], Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the check is over
            self._pool.submit(_settle, future, work)

    def stop(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def wait(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown(wait=True)


def _when_done(futures: list[Future[Any]], go: Callable[[], None]) -> None:
    if futures:
        futures[0].add_done_callback(lambda _: _when_done(futures[1:], go))
    else:
        go()


def _settle(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # it is raised again where the result is asked for
        future.set_exception(error)
