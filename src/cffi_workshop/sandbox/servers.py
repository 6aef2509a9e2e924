"""The fork servers of one sandbox: one for each kind of run, replaced when a run has ended it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from cffi_workshop.worker import process_tree

from .environment import Watcher
from .fork_server import ForkServer, Start, end_all
from .kept_servers import KeptServers
from .limits import Deadline

__all__ = ["Ended", "Servers"]


class Ended(Exception):
    """The sandbox has come to its end, and a thread that is still at work asks for a run."""


class Servers:
    """The fork servers that run things below the folder `work`.

    `start_of` says what each is started with, `nests` whether it has to make the namespaces of its
    runs. Where it cannot, in bubblewrap, there is a server for each run.
    """

    def __init__(
        self,
        start_of: Callable[..., Start],
        work: Path,
        deadline: Deadline,
        among_foreign: Callable[[], bool],
        *,
        confined: bool,
        kept: KeptServers | None,
    ) -> None:
        self._start_of, self._work, self._confined = start_of, work, confined
        self._check = deadline, among_foreign
        self._kept = kept
        self._lock = threading.Lock()
        self._by_watcher: dict[Watcher, ForkServer] = {}
        self._all: list[ForkServer] = []
        self._borrowed: list[ForkServer] = []
        self._one_each = self._ended = False

    def begin(self, watchers: Iterable[Watcher]) -> None:
        for watcher in watchers:
            self._by_watcher[watcher] = self._new(watcher)

    def wait(self) -> None:
        """Wait until all that have begun are ready."""
        for watcher in self._by_watcher:
            self.of_kind(watcher).isolates  # noqa: B018 - it waits

    def end(self) -> None:
        """End all that runs; nothing is started any more."""
        self._ended = True
        for server in self._borrowed:
            server.end_runs()
        end_all(self._all)

    def for_run(self, watcher: Watcher) -> ForkServer:
        """Return the fork server for the next run of a kind; raise Ended where there is none."""
        server = self.of_kind(watcher)
        # Here the namespaces of bubblewrap are those of the run.
        return self._new(watcher) if self._one_each else server

    def of_kind(self, watcher: Watcher) -> ForkServer:
        """Return the fork server of a kind; one that was killed or stopped by a run is replaced."""
        with self._lock:
            server = self._by_watcher.get(watcher)
            if server and not self._one_each and not server.is_well:
                self._clear_away(server)
                server = None
            if server is None:
                server = self._by_watcher[watcher] = self._new(watcher)
            if self._confined and not self._one_each and not server.isolates:
                self._one_each = True
            return server

    def _clear_away(self, server: ForkServer) -> None:
        """End what is left of a fork server that a run has ended or stopped, and its other runs."""
        server.kill()  # its runs lose their monitors, and end in the threads that wait for them
        if not self._confined:
            spared = [other.pid for other in self._all if other is not server]
            process_tree.kill_orphans(str(self._work), spared)

    def _new(self, watcher: Watcher) -> ForkServer:
        if self._ended:
            raise Ended
        start = self._start_of(watcher, nests=not self._one_each)
        server = self._borrow(start)
        if server is None:
            server = ForkServer(start)
            self._all.append(server)
            if self._ended:  # perhaps by now, when the others were ended without this one
                end_all([server])
                raise Ended
        server.work_for(*self._check)
        return server

    def _borrow(self, start: Start) -> ForkServer | None:
        """Return a fork server that outlives this check, if there is one."""
        if self._kept is None or self._one_each:
            return None
        server = self._kept.find(start)
        if server is not None:
            self._borrowed.append(server)
        return server
