"""The one exception that is meant for a person."""

__all__ = ["WorkshopError"]


class WorkshopError(Exception):
    """A request that cannot be met, in one sentence: what was found, expected, and what to do."""
