"""Which runs were under way at the same time, where they could reach each other."""

from __future__ import annotations

import threading

__all__ = ["Neighbours", "Presence"]


class Neighbours:
    """The runs of a sandbox.

    What ran beside a learner's code, and within its reach, is not to be kept.
    """

    def __init__(self) -> None:
        self._present: set[Presence] = set()
        self.any_foreign = False  # so far
        self._lock = threading.Lock()

    def arrive(self, *, foreign: bool) -> Presence:
        """Note a run that begins, `foreign` where it runs code of the learner's."""
        with self._lock:
            presence = Presence(self, foreign)
            self.any_foreign |= foreign
            for other in self._present:
                other.disturbed |= foreign
                presence.disturbed |= other.foreign
            self._present.add(presence)
            return presence

    def leave(self, presence: Presence) -> None:
        with self._lock:
            self._present.discard(presence)


class Presence:
    """A run under way, and whether a foreign one was at the same time."""

    def __init__(self, neighbours: Neighbours, foreign: bool) -> None:
        self._neighbours, self.foreign, self.disturbed = neighbours, foreign, False

    def leave(self) -> None:
        self._neighbours.leave(self)
