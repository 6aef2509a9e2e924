"""What a test_NAME.py imports: the mark that makes a test function a check, and a plural."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

__all__ = ["check", "counted"]


def check(*, points: int, needs: str | Sequence[str] = (), episode: str | None = None):
    """Mark a test function as a check worth `points`; run only if the checks it `needs` passed."""
    needs = (needs,) if isinstance(needs, str) else tuple(needs)
    return pytest.mark.check(points=points, needs=needs, episode=episode)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return "1 entry", "no entries" or "3 entries", as a sentence has it."""
    said = noun if number == 1 else nouns or f"{noun}s"
    return f"{number or 'no'} {said}"
