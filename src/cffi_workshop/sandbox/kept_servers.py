"""Fork servers that outlive a check, for a process that forks a child for each check.

The child inherits them, and uses them as if they were its own: to start one is a fifth of what a
check takes. Only those stand whose every run has namespaces of its own, and that are empty again
when the check is over; so one hand-in is no nearer to the next than one run to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cffi_workshop.errors import WorkshopError

from .fork_server import ForkServer, Start

__all__ = ["KeptServers"]

MOST = 6  # one for each Watcher, with NumPy and without it


class KeptServers:
    """The fork servers, by what they were started with; what was needed longest ago goes first."""

    def __init__(self) -> None:
        self._servers: dict[Start, ForkServer] = {}
        self.wanted: list[Start] = []

    @property
    def pids(self) -> Sequence[int]:
        return [server.pid for server in self._servers.values()]

    def find(self, start: Start) -> ForkServer | None:
        """Return the server that was started so, if it is well; note that it is wanted."""
        if start not in self.wanted:
            self.wanted.append(start)
        server = self._servers.get(start)
        return server if server and server.is_well else None

    def settle(self) -> None:
        """Wait until the runs of a check have ended; give up a server that comes to no rest."""
        for start, server in list(self._servers.items()):
            if not (server.is_well and server.settle()):
                self._give_up(start)

    def keep(self, wanted: Iterable[Start]) -> None:
        """Have these ready for the next check, as far as they isolate what they run."""
        for start in wanted:
            server = self._servers.pop(start, None) or _started(start)
            if server is not None:
                self._servers[start] = server
        while len(self._servers) > MOST:
            self._give_up(next(iter(self._servers)))

    def clear(self) -> None:
        for start in list(self._servers):
            self._give_up(start)

    def _give_up(self, start: Start) -> None:
        server = self._servers.pop(start)
        server.let_go()
        server.wait()


def _started(start: Start) -> ForkServer | None:
    try:
        server = ForkServer(start)
        if server.isolates:
            return server
    except WorkshopError:  # the check that wants it will say so
        return None
    server.let_go()
    server.wait()
    return None
