"""The TODOs that still stand in a file: steps that a learner has yet to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["todos_in"]

TODO = re.compile(r"TODO \d+:")
ENDS = ('")', "*/")  # of the Python string or the C comment that a TODO stands in


def todos_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line's number and the text of each TODO, such as "TODO 1: call the library"."""
    for number, line in enumerate(text.splitlines(), start=1):
        if begin := TODO.search(line):
            todo = line[begin.start() :]
            places = [todo.find(end) for end in ENDS if end in todo]
            yield number, todo[: min(places, default=len(todo))].strip()
