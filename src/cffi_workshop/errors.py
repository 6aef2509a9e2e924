"""What is told to a person whose request cannot be met."""

from __future__ import annotations

__all__ = ["WorkshopError"]


class WorkshopError(Exception):
    """A request that cannot be met, in one sentence: what was found, expected, and what to do."""
