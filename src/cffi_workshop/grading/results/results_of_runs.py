"""What came back from the same call in several runs, held against one expectation."""

from __future__ import annotations

from functools import partial
from typing import Any

from .call_result import CallResult

__all__ = ["ResultsOfRuns", "noted"]


class ResultsOfRuns:
    """A result a run: what is asked of the first is asked of each, in their order."""

    def __init__(self, results: list[CallResult]) -> None:
        self._results = results

    def __getattr__(self, name: str) -> Any:
        if not callable(getattr(CallResult, name, None)):
            return getattr(self._results[0], name)
        return partial(self._ask_each, name)

    def _ask_each(self, name: str, *args: Any, **options: Any) -> Any:
        """Return what the first says; of a yes or no, whether all say yes."""
        said = [getattr(each, name)(*args, **options) for each in self._results]
        return all(said) if isinstance(said[0], bool) else said[0]


def noted(note: str, shown: str) -> str:
    """Return a sentence with words ahead of it; no name of C begins with a capital."""
    return note + shown[:1].lower() + shown[1:] if note else shown
