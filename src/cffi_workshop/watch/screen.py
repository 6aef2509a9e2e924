"""What the watch itself says, between the checks."""

from __future__ import annotations

import os
import sys

__all__ = ["clear_screen", "say"]


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)


def clear_screen() -> None:
    """Start at the top, leaving alone what was scrolled away."""
    if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        say("\033[H\033[2J", end="")
