"""The day on which each page was last changed, as git knows it.

Without git, or outside of a clone, no day is known.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

__all__ = ["last_changed"]

SOURCES = ("episodes", "website/pages", "solutions/*/README.md")


@cache
def dates(root: Path) -> dict[str, str]:
    """Return the day of the last commit to each source of a page, by its path from the root."""
    command = ["git", "log", "--format=:%cs", "--name-only", "--", *SOURCES]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, str] = {}
    day = ""
    for line in done.stdout.splitlines():
        if line.startswith(":"):
            day = line[1:]
        elif line:
            found.setdefault(line, day)
    return found


def last_changed(root: Path, path: Path) -> str:
    """Return the day on which a file below `root` was last changed, or nothing."""
    return dates(root).get(path.as_posix(), "")
