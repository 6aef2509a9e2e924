"""Merge what became of a text in two places, where one of them has the last word.

git takes changes of neighbouring lines for a conflict. An answer changes one line of five, and the
solution another: there, a merge line by line finds what git does not.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from .edits import changes

__all__ = ["merge"]


def merge(now: str, old: str, mine: str) -> tuple[str, bool]:
    """Return `now` with the changes from `old` to `mine`; False where both changed the same lines.

    Of these, the lines of `mine` are kept.
    """
    merged = with_git(now, old, mine)
    if merged is not None:
        return merged, True
    return line_by_line(now, old, mine) or (with_git(now, old, mine, "--theirs") or mine, False)


def with_git(now: str, old: str, mine: str, *options: str) -> str | None:
    """Return what git makes of it, or None where it finds a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("now", now), ("old", old), ("mine", mine)):
            Path(folder, name).write_bytes(text.encode())
        command = ["git", "merge-file", "--stdout", *options, "now", "old", "mine"]
        done = subprocess.run(command, cwd=folder, capture_output=True)
    return done.stdout.decode() if done.returncode == 0 else None


def line_by_line(now: str, old: str, mine: str) -> tuple[str, bool] | None:
    """Make the changes of `mine` at the lines that stand for those of `old`, if each is clear."""
    before, lines, own = old.split("\n"), now.split("\n"), mine.split("\n")
    places, changed = counterparts(before, lines)
    clean = True
    for change in reversed(changes(before, own)):
        top, bottom = places.get(change.first), places.get(change.last)
        if top is None or bottom is None:
            return None
        # Of lines that go, it is no matter what they say now.
        only_gone = change.begin == change.end
        clean = clean and (only_gone or changed.isdisjoint(range(change.first, change.last)))
        lines[top:bottom] = own[change.begin : change.end]
    return "\n".join(lines), clean


def counterparts(old: list[str], new: list[str]) -> tuple[dict[int, int], set[int]]:
    """Return where each line of `old` begins in `new`, as far as that is clear, and which changed.

    Lines that were replaced by as many stand for one another.
    """
    places: dict[int, int] = {}
    changed: set[int] = set()
    at = shift = 0
    for change in changes(old, new):
        places |= {line: line + shift for line in range(at, change.first + 1)}
        changed |= {*range(change.first, change.last)}
        if change.last - change.first == change.end - change.begin:
            places |= {line: line + shift for line in range(change.first, change.last)}
        at, shift = change.last, change.end - change.last
    return places | {line: line + shift for line in range(at, len(old) + 1)}, changed
