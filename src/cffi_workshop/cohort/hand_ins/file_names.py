"""What files are called: copies that somebody numbered, what is packed, and what is nobody's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from contextlib import suppress
from datetime import datetime

__all__ = [
    "TIMESTAMP",
    "copy_number",
    "is_archive",
    "is_notebook",
    "is_packed",
    "is_theirs",
    "original_name",
    "same_name",
    "time_ahead",
    "whose",
]

ARCHIVES = (
    ".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst",
    ".7z", ".rar", ".eml", ".mbox",
)  # fmt: skip
NOT_THEIRS = (
    "__MACOSX", "__pycache__", "node_modules", "build", "dist",
    "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r",  # of what shows folders
    "System Volume Information", "$RECYCLE.BIN", "RECYCLER", "lost+found", "FOUND.000", "LOST.DIR",
    "@eaDir", "#recycle",  # of disks, sticks and servers
)  # fmt: skip
# Canvas and browsers number files of the same name: fibonacci-1.c, fibonacci (1).c
COPY = re.compile(
    r"^(?P<stem>.+?)(?:-(?P<canvas>\d{1,3})| ?\((?P<browser>\d{1,3})\))"
    r"(?P<suffix>(?:\.tar)?\.\w+)?$"
)
STAMP = re.compile(r"^(?P<time>20\d{12})_(?=.)")  # ILIAS puts ahead of each file when it came

TIMESTAMP = "timestamp.txt"  # Sakai writes into it when somebody handed in


def is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


def is_packed(name: str) -> bool:
    return is_archive(name) or is_notebook(name)


def whose(name: str, known: Container[str]) -> str:
    """Return what stands before a file's own name: `4711` of 4711_libm_abi.py; nothing for none."""
    for mark in re.finditer(r"(?<=.)[-_. ]+", name):
        if original_name(name[mark.end() :]) in known:
            return name[: mark.start()]
    return ""


def is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def original_name(name: str) -> str:
    """Return the name without the number or the time that a platform or a browser gave to it."""
    name = STAMP.sub("", name)
    copy = COPY.match(name)
    return copy["stem"] + (copy["suffix"] or "") if copy else name


def time_ahead(name: str) -> float | None:
    """Return the time that ILIAS put ahead of a name, by the clock of this machine as its own."""
    stamp = STAMP.match(name)
    with suppress(ValueError, OverflowError):
        return datetime.strptime(stamp["time"], "%Y%m%d%H%M%S").timestamp() if stamp else None
    return None


def copy_number(name: str) -> int:
    """Return what tells the later one of two copies."""
    if stamp := STAMP.match(name):
        return int(stamp["time"])
    copy = COPY.match(name)
    return int(copy["canvas"] or copy["browser"]) if copy else 0


def same_name(text: str) -> str:
    """Return what two spellings of one name have in common: composed letters, without case."""
    return unicodedata.normalize("NFC", text).casefold()


def is_theirs(name: str) -> bool:
    """Say whether a file or folder may be a part of a hand-in."""
    return (
        not name.startswith((".", "~$"))
        and name not in NOT_THEIRS
        and not name.endswith(".egg-info")
    )
