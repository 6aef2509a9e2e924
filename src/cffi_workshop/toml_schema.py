"""A table of a TOML file, read strictly: each mistake is one sentence of file and key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from difflib import get_close_matches
from typing import TypeVar

from cffi_workshop.errors import WorkshopError

__all__ = ["Table", "as_toml", "nearest"]

T = TypeVar("T")


class Table:
    """A table that remembers which keys were asked for, and where it stands."""

    def __init__(self, values: dict, shown: str, prefix: str = "") -> None:
        self.values = values
        self.shown = shown
        self.prefix = prefix
        self.asked: list[str] = []

    def error(self, key: str, problem: str) -> WorkshopError:
        end = "" if problem.endswith("?") else "."
        return WorkshopError(f"{self.shown}: {self.prefix}{key}: {problem}{end}")

    def get(self, key: str, kind: type[T], wanted: str, default: T | None = None) -> T:
        self.asked.append(key)
        if key not in self.values:
            if default is not None:
                return default
            raise self.missing(key, wanted)
        value = self.values[key]
        if type(value) is kind:
            return value
        raise self.error(key, f"found {as_toml(value)}, expected {wanted}")

    def missing(self, key: str, wanted: str) -> WorkshopError:
        """Name the key that lacks; a misspelt one nearby is most likely meant."""
        close = get_close_matches(key, [name for name in self.values if name not in KEYS], 1)
        found = f"; found {close[0]!r}, which is not a key" if close else ""
        return self.error(key, f"the key is missing, expected {wanted}{found}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; the spaces ahead of its first line may say that this is code."""
        value = self.get(key, str, "a text", default).rstrip().lstrip("\n")
        if not value and value != default:
            raise self.error(key, "found an empty text, expected at least a word")
        return value

    def number(self, key: str) -> int:
        value = self.get(key, int, "a whole number")
        if value < 1:
            raise self.error(key, f"found {value}, expected 1 or more")
        return value

    def texts(self, key: str, default: tuple | None = None) -> tuple[str, ...]:
        values = self.get(key, list, "a list of texts", None if default is None else list(default))
        if any(type(value) is not str for value in values):
            raise self.error(key, f"found {values!r}, expected a list of texts")
        if not values and default is None:
            raise self.error(key, "found an empty list, expected at least one name")
        return tuple(values)

    def one_of(self, key: str, known: Sequence[str], what: str, default: str | None = None) -> str:
        value = self.text(key, default)
        return value if value == default else self._known(key, value, known, what)

    def some_of(self, key: str, known: Sequence[str], what: str) -> tuple[str, ...]:
        return tuple(self._known(key, one, known, what) for one in self.texts(key, default=()))

    def _known(self, key: str, value: str, known: Sequence[str], what: str) -> str:
        if value not in known:
            raise self.error(key, f"{value!r} is not {what}{nearest(value, known)}")
        return value

    def pattern(self, key: str) -> str | None:
        value = self.get(key, str, "a regular expression", default="")
        try:
            re.compile(value)
        except re.error as error:
            raise self.error(key, f"{value!r} is not a regular expression: {error}") from None
        return value or None

    def inner(self, key: str) -> Table:
        return Table(self.get(key, dict, f"a table [{key}]"), self.shown, f"{key}.")

    def entries(self, key: str) -> list[Table]:
        entries: list = self.get(key, list, f"tables [[{key}]]", default=[])
        if any(type(entry) is not dict for entry in entries):
            raise self.error(key, f"expected tables [[{key}]]")
        return [
            Table(entry, self.shown, f"{key}[{number}].") for number, entry in enumerate(entries, 1)
        ]

    def nothing_else(self) -> None:
        for key in self.values:
            if key not in self.asked:
                known = ", ".join(dict.fromkeys(self.asked))
                there = f"; there are {known}" if known else ""
                raise self.error(key, f"unknown key{nearest(key, self.asked) or there}")


# Keys of either kind of file: none of them is another one misspelt.
KEYS = {
    "title", "episode", "episode_api", "minutes", "points", "order", "adds", "assumes", "files",
    "editable", "locked", "library", "system", "hints", "misconceptions", "checks", "causes",
    "cause", "match", "says", "call", "found", "expected", "lacks", "orient", "explain", "example",
    "bottom_out", "number", "slug", "cure", "code", "message", "also", "unless", "asked",
    "shows", "platform", "source", "consequence", "shared",
}  # fmt: skip


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a clause that offers the nearest known word, or nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    # All in large letters has nothing in common with what is meant.
    close = close or get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def as_toml(value: object) -> str:
    """Return a value as a file of TOML has it, where Python writes it otherwise."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, date | time) else repr(value)
