"""How often somebody may do something; what is more is refused for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

__all__ = ["Rates"]

MOST_KEYS = 10_000


class Rates:
    """A bucket a key: it holds `burst`, and `a_second` more run in; one is taken each time."""

    def __init__(
        self, burst: int, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.a_second, self.clock = burst, a_second, clock
        self.buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def left(self, key: Hashable) -> float:
        level, at = self.buckets.get(key, (float(self.burst), 0.0))
        return min(self.burst, level + (self.clock() - at) * self.a_second)

    def take(self, key: Hashable) -> bool:
        """Take one, and say whether there was one."""
        left = self.left(key)
        if left < 1:
            return False
        self.buckets[key] = (left - 1, self.clock())
        self.buckets.move_to_end(key)
        if len(self.buckets) > MOST_KEYS:  # who is forgotten begins anew
            self.buckets.popitem(last=False)
        return True
