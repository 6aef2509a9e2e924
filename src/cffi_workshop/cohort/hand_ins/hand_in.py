"""What one person handed in, and how its files are read together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ..roster.roster import Claim
from .contents import Contents, File
from .sources import Source

__all__ = ["MOST_SHOWN", "Found", "HandIn", "hand_in", "listing", "reader", "without_suffix"]

MOST_SHOWN = 6


@dataclass
class HandIn:
    """What one person handed in; `read` gives the files, and may raise Refused.

    `label` is what the layout calls the person, `ticket` what the platform wants to have back with
    the grade: moodle:4711, canvas:123.
    """

    label: str
    claim: Claim
    read: Callable[[], Contents]
    sources: list[str] = field(default_factory=list)
    late: bool = False
    ticket: str = ""
    exercise: str | None = None  # where the layout says it
    is_hidden: bool = False  # whose it is, by the platform
    handed_in: float | None = None  # in seconds since 1970, where the platform says it


@dataclass(frozen=True)
class Found:
    """What one person handed in for one exercise, by the names that the exercise has.

    Where there are none, `problem` says why; `changed` is when the newest was changed. There are
    `others` in folders that were not taken.
    """

    files: dict[str, bytes]
    remarks: tuple[str, ...] = ()
    problem: str = ""
    changed: float | None = None
    others: tuple[str, ...] = ()


def without_suffix(name: str) -> str:
    return re.sub(r"(\.tar)?\.\w+$", "", name)


def hand_in(source: Source, name: str, label: str, claim: Claim | None = None) -> HandIn:
    return HandIn(label, claim or Claim(label), lambda: source.contents(name), [name])


def reader(
    source: Source, own: dict[str, str], handed_in: float | None = None
) -> Callable[[], Contents]:
    """Return what reads entries together; `own` says by which name each was handed in.

    Where it is known when that was, the times of the files say nothing.
    """

    def read() -> Contents:
        together = Contents()
        for name in own:
            contents = source.contents(name)
            if not source.is_folder(name):
                contents = renamed(contents, name, own[name])
            together.add_all(contents)
        if handed_in is not None:
            for path, file in together.files.items():
                together.files[path] = replace(file, changed=handed_in)
        return together

    return read


def renamed(contents: Contents, name: str, own: str) -> Contents:
    """Give a file, or the folder that an archive became, the name that it was handed in by."""
    files: dict[str, File] = {}
    for path, file in contents.files.items():
        files[own if path == name else path] = file
    return Contents(files, contents.remarks, contents.other, contents.refused)


def listing(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(names[:MOST_SHOWN]) + more
