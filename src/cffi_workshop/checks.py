"""What a test_NAME.py imports: the mark that makes a test function a check, and a plural."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from .sentences import counted

__all__ = ["check", "counted"]


def check(
    *, points: int, needs: str | Sequence[str] = (), episode: str | None = None
) -> pytest.MarkDecorator:
    """Mark a test function as a check worth `points`; run only if the checks it `needs` passed."""
    needs = (needs,) if isinstance(needs, str) else tuple(needs)
    return pytest.mark.check(points=points, needs=needs, episode=episode)
