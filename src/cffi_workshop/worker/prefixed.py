"""Several libraries in one, each by names of its own."""

from __future__ import annotations

from typing import Any

__all__ = ["Prefixed"]


class Prefixed:
    """A library whose functions have a prefix there, and none here."""

    def __init__(self, lib: Any, prefix: str) -> None:
        self._lib, self._prefix = lib, prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lib, self._prefix + name)
