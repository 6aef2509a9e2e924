"""A line with `+ 1` or `- 1` at another of its indices or arguments: one that was copied has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["with_offsets_moved"]

COST, MOST = 1.5, 6  # the latter: places of a line
OFFSET = re.compile(r"(?<=[(\[ ])([a-z_]\w{0,40})( [-+] \d{1,3})(?=[,)\]])")
ALONE = re.compile(r"(?:(?<=[(\[])|(?<=, ))[a-z_]\w{0,40}(?=[,)\]])")


def with_offsets_moved(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with a number added to another name than the one that it is added to."""
    for found in [*OFFSET.finditer(line)][:MOST]:
        without = line[: found.start(2)] + line[found.end(2) :]
        for name in [*ALONE.finditer(without)][:MOST]:
            if name.start() != found.start(1):
                yield COST, without[: name.end()] + found[2] + without[name.end() :]
