"""One of several libraries that were made into one, by the names that its functions have."""

from __future__ import annotations

from typing import Any

__all__ = ["Prefixed"]


class Prefixed:
    """A library in which each function has a prefix ahead of its name; here it has none."""

    def __init__(self, lib: Any, prefix: str) -> None:
        self._lib, self._prefix = lib, prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lib, self._prefix + name)
