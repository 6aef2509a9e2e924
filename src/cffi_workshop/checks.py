"""What a test_NAME.py imports: the mark that makes a test function a check."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

__all__ = ["check"]


def check(*, points: int, needs: str | Sequence[str] = (), episode: str | None = None):
    """Mark a test function as a check worth `points`; it is run
    only when the checks it `needs` passed.
    """
    needs = (needs,) if isinstance(needs, str) else tuple(needs)
    return pytest.mark.check(points=points, needs=needs, episode=episode)
