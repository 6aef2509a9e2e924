"""What newcomers stumble over, read strictly from catalogue.toml.

The checker's diagnosis, `workshop explain` and the website's error page tell it from here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.toml_schema import Table

__all__ = ["Entry", "catalogue", "explaining", "first_explaining", "read_catalogue"]

FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True)
class Entry:
    """One confusion: what is said of it, or silently shown, why, and what to do.

    `number` is that of the curriculum; a number that holds two confusions has two entries.
    """

    number: int
    slug: str
    title: str
    episode: str
    cause: str
    cure: str
    code: str  # a short right line or two, or nothing
    message: str  # as it is printed, without what differs between machines; nothing where silent
    pattern: str  # a regular expression that recognises the message of each known version
    shows: str  # where silent: the wrong thing, in words and numbers
    platform: str  # the one system where it can happen, or nothing: then it happens on Linux
    source: str  # where the message of another system was seen

    @property
    def silent(self) -> bool:
        """Nothing complains."""
        return not self.message

    @property
    def elsewhere(self) -> bool:
        """It cannot happen on Linux, so the message is a documented one, not a captured one."""
        return bool(self.platform)

    @property
    def reproduce(self) -> str:
        """The program in tests/confusions/ that makes it happen, or nothing."""
        return "" if self.elsewhere else f"{self.number:02}_{self.slug.replace('-', '_')}.py"

    def explains(self, text: str) -> bool:
        """Say whether the text holds a message of this kind."""
        return bool(self.pattern) and re.search(self.pattern, text, re.MULTILINE) is not None


@cache
def catalogue() -> tuple[Entry, ...]:
    """Return all entries, in the order of the file."""
    return read_catalogue(FILE)


def explaining(text: str) -> tuple[Entry, ...]:
    """Return the entries whose message is in the text."""
    return tuple(entry for entry in catalogue() if entry.explains(text))


def first_explaining(text: str) -> Entry | None:
    """Return the first entry whose message is in the text, or None."""
    return next((entry for entry in catalogue() if entry.explains(text)), None)


def read_catalogue(path: Path) -> tuple[Entry, ...]:
    """Read a catalogue; raise WorkshopError with one sentence for what does not fit."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{path.name}: not valid TOML: {error}.") from None
    table = Table(values, path.name)
    entries = tuple(read_entry(entry) for entry in table.entries("confusion"))
    table.nothing_else()
    require_different_slugs(entries, table)
    return entries


def read_entry(table: Table) -> Entry:
    entry = Entry(
        number=table.number("number"),
        slug=table.text("slug"),
        title=table.text("title"),
        episode=table.text("episode"),
        cause=table.text("cause"),
        cure=table.text("cure"),
        code=optional(table, "code"),
        message=optional(table, "message"),
        pattern=table.pattern("pattern") or "",
        shows=optional(table, "shows"),
        platform=optional(table, "platform"),
        source=optional(table, "source"),
    )
    table.nothing_else()
    require_message_or_silence(entry, table)
    return entry


def optional(table: Table, key: str) -> str:
    return table.get(key, str, "a text", default="").strip()


def require_message_or_silence(entry: Entry, table: Table) -> None:
    if bool(entry.message) == bool(entry.shows):
        found = "both" if entry.message else "neither"
        raise table.error(
            "message", f"found {found} of message and shows, expected one: a silent confusion has shows"
        )
    if bool(entry.message) != bool(entry.pattern):
        found = "one" if entry.message else "a pattern alone"
        raise table.error("pattern", f"found {found} of message and pattern, expected both or none")
    if entry.elsewhere and not entry.source:
        raise table.error("source", f"the key is missing, expected where {entry.platform} says so")


def require_different_slugs(entries: tuple[Entry, ...], table: Table) -> None:
    slugs = [entry.slug for entry in entries]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise table.error("confusion", f"the slug {slug!r} stands twice; each has one of its own")
