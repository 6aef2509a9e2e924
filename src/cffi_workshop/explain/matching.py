"""From a text to the entries that explain it, the best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.explain import other_programs, template
from cffi_workshop.explain.entry import Entry, read_catalogue
from cffi_workshop.explain.reading import is_warning, messages
from cffi_workshop.explain.restored import restored

__all__ = [
    "CFFI_AT_WORK",
    "FOLDER",
    "IN_RUST",
    "OF_ANY_PROGRAM",
    "OTHER_CFFI",
    "OTHER_PROGRAM",
    "RUST_FOR_PYTHON",
    "TRACEBACK",
    "catalogue",
    "explaining",
    "first_explaining",
    "matching",
]

OF_ANY_PROGRAM = ("loading", "crashes", "building")  # themes
FOLDER = Path(__file__).with_name("catalogue")
TRACEBACK = re.compile(
    r"^[^\n]{0,40}(?:Traceback \(most recent call last\):|File \"[^\n]*, line [0-9]+)", re.MULTILINE
)
OTHER_PROGRAM = re.compile(other_programs.OTHER_PROGRAM)
IN_RUST = re.compile(other_programs.IN_RUST)
RUST_FOR_PYTHON = re.compile(other_programs.RUST_FOR_PYTHON)
OTHER_CFFI = re.compile(other_programs.OTHER_CFFI)
CFFI_AT_WORK = re.compile(template.CFFI_AT_WORK, re.MULTILINE)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Return all entries, in the order of their files."""
    return read_catalogue(FOLDER, kept())


def kept() -> Cache | None:
    """Return where a checkout keeps what was read; nothing where the package was installed."""
    root = FOLDER.parents[3]
    return Cache.of_checkout(root) if (root / "pyproject.toml").is_file() else None


@lru_cache(maxsize=512)  # of a class, many make the same mistake
def first_explaining(text: str) -> Entry | None:
    """Return the entry that explains the text, or None."""
    return next(iter(explaining(text)), None)


def explaining(text: str) -> tuple[Entry, ...]:
    """Return the entries whose message is in the text, the one that tells most first."""
    return matching(text, catalogue())


def matching(text: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return those of the entries whose message is in the text, the one that tells most first.

    Each message is explained by one entry, the most particular. Warnings come behind errors, and
    what only says that something failed comes last.
    """
    texts = restored(text)
    of_another = any(map(is_of_another_program, texts))
    own = [one for one in entries if not (of_another and one.theme in OF_ANY_PROGRAM)]
    readings = [Reading(one, entries_for(one, own)) for one in texts]
    believed = [one for one in readings if not any(map(one.is_refuted_by, readings))]
    return tuple(entry for entry, _weight in max(believed or readings, key=particular).found)


@dataclass(frozen=True)
class Reading:
    """What a text may have been before its lines were broken, and what explains it then."""

    text: str
    found: list[tuple[Entry, int]]  # each with how particularly it fits its message

    def is_refuted_by(self, other: Reading) -> bool:
        """Say whether longer lines of the other hold what speaks against the first entry."""
        if not self.found or not other.found or other.lines > self.lines:
            return False
        first, against = self.found[0][0], other.found[0][0]
        if against.consequence or first in dict(other.found):
            return False
        return first.is_refused_in(other.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def entries_for(text: str, entries: Iterable[Entry]) -> list[tuple[Entry, int]]:
    """Return the entries for a plain text, each with how particularly it fits its message."""
    candidates = [entry for entry in entries if can_be_in(entry, text) and may_be_told(entry, text)]
    found: dict[Entry, tuple[int, int]] = {}
    for message in messages(text) if candidates else ():
        if entry := most_particular(candidates, message):
            found.setdefault(entry, (rank(entry, message), entry.weight_in(message)))
    return [(entry, found[entry][1]) for entry in sorted(found, key=lambda one: found[one][0])]


def particular(reading: Reading) -> tuple[bool, int]:
    """Say how much the first entry of a reading tells."""
    if not reading.found:
        return False, 0
    entry, weight = reading.found[0]
    return not entry.consequence, weight


def rank(entry: Entry, message: str) -> int:
    """Say how late an entry is told: a cause, an error at a line of C, a warning, the rest."""
    if is_warning(message):
        return 3 if entry.consequence else 2
    if entry.consequence:
        return 1 if ": error: " in message else 3
    return 0


def can_be_in(entry: Entry, text: str) -> bool:
    return any(one.may_be_in(text) for one in entry.says)


def may_be_told(entry: Entry, text: str) -> bool:
    """Say whether the whole of what was pasted allows an entry to be told.

    A message that other programs print too has to come from cffi, as far as the text shows.
    """
    if entry.shared and TRACEBACK.search(text) and not CFFI_AT_WORK.search(text):
        return False
    return entry.may_stand_in(text)


def is_of_another_program(text: str) -> bool:
    """Say whether another language's program speaks, and not a binding to it by cffi."""
    if OTHER_CFFI.search(text):
        return True
    if "cffi" in text:
        return False
    return bool(OTHER_PROGRAM.search(text)) or (
        bool(IN_RUST.search(text)) and not RUST_FOR_PYTHON.search(text)
    )


def most_particular(entries: Sequence[Entry], message: str) -> Entry | None:
    """Return the entry that fits a message best: the first of those that are equal."""
    weights = {entry: entry.weight_in(message) for entry in entries}
    fitting = [entry for entry in entries if weights[entry]]
    return max(fitting, key=lambda entry: (not entry.consequence, weights[entry]), default=None)
