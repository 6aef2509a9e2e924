"""Which runs were under way at the same time, where they could reach each other."""

from __future__ import annotations

import threading
from dataclasses import dataclass

__all__ = ["Neighbours", "Presence"]


@dataclass(eq=False)
class Presence:
    """A run under way. `foreign` runs code of a learner's; others have compilers read it, and no more."""

    foreign: bool
    disturbed: bool = False


class Neighbours:
    """The runs of a sandbox. What ran beside a learner's code, and within its reach, is not to be kept."""

    def __init__(self) -> None:
        self._present: set[Presence] = set()
        self._lock = threading.Lock()

    def arrive(self, *, foreign: bool) -> Presence:
        with self._lock:
            disturbed = any(other.foreign for other in self._present)
            if foreign:
                for other in self._present:
                    other.disturbed = True
            presence = Presence(foreign, disturbed)
            self._present.add(presence)
            return presence

    def leave(self, presence: Presence) -> None:
        with self._lock:
            self._present.discard(presence)
