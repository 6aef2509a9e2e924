"""What belongs to a whole program, and not to one module of it."""

from __future__ import annotations

import gc
import os

__all__ = ["changed", "settings"]

# Bound early: the learner's code may replace the names.
_folder, _collects = os.getcwd, gc.isenabled


def settings() -> dict[str, object]:
    """Return what the other parts of a program count on, by what it is called in a sentence."""
    try:
        folder = _folder()
    except OSError:  # it was deleted
        folder = ""
    return {"the working directory": folder, "whether Python collects garbage": _collects()}


def changed(before: dict[str, object]) -> list[str]:
    """Return what is other than before."""
    now = settings()
    return [name for name, value in before.items() if now[name] != value]
