"""One confusion: how it is recognised, why it happens, what to do. Read strictly from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.errors import WorkshopError
from cffi_workshop.explain.template import Template
from cffi_workshop.toml_schema import Table

__all__ = ["Entry", "read_catalogue"]

KEPT = "a file of the catalogue of errors, as JSON"  # of the key


@dataclass(frozen=True, eq=False)
class Entry:
    """What is said, or silently shown, why, and what to do."""

    slug: str
    theme: str  # the file that it stands in
    title: str
    episode: str
    cause: str
    cure: str
    code: str  # a short right line or two, or nothing
    message: str  # as it is printed, without what differs between machines; nothing where silent
    says: tuple[Template, ...]  # one of these is in each message of this kind
    also: tuple[Template, ...]  # and all of these
    unless: tuple[Template, ...]  # and none of these
    nowhere: tuple[Template, ...]  # nor one of these in all that was pasted
    shows: str  # where silent: the wrong thing, in words and numbers
    asked: tuple[str, ...]  # how people put it in their own words
    number: int  # the row of the curriculum's list of confusions, or 0
    platform: str  # the one system where it can happen, or nothing
    source: str  # where the message was seen, if no program in tests/confusions/ makes it happen
    consequence: bool  # says that something failed, not why: told only when nothing else is known
    # What the cure installs: a "header"; a "library"; in "development" a library to link with.
    lacks: str
    shared: bool  # other software says it too: a traceback must show that cffi is at work

    @property
    def silent(self) -> bool:
        """Nothing complains."""
        return not self.message

    @cached_property
    def least(self) -> int:
        """What `also` adds to how particular the entry is."""
        return sum(template.weight for template in self.also)

    def weight_in(self, message: str) -> int:
        """Return how particularly the entry fits a message; 0 where it does not."""
        fits = [template.weight for template in self.says if template.found_in(message)]
        if not fits or any(template.found_in(message) for template in self.unless):
            return 0
        return max(fits) + self.least

    def may_stand_in(self, text: str) -> bool:
        """Say whether all that was pasted lets one of its messages be of this kind."""
        return not any(one.found_in(text) for one in self.nowhere) and all(
            one.found_in(text) for one in self.also
        )

    def is_refused_in(self, text: str) -> bool:
        """Say whether its message is in a text, beside what must not be there."""
        return any(one.found_in(text) for one in self.says) and any(
            one.found_in(text) for one in (*self.unless, *self.nowhere)
        )


def read_catalogue(folder: Path, kept: Cache | None = None) -> tuple[Entry, ...]:
    """Read the files of a folder; raise WorkshopError with one sentence for what does not fit.

    What was read before is taken from what is `kept`.
    """
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.toml")):
        table = table_of(path, kept)
        entries += [read_entry(entry, path.stem) for entry in table.entries("entry")]
        table.nothing_else()
        require_different_slugs(entries, table)
    return tuple(entries)


def table_of(path: Path, kept: Cache | None) -> Table:
    content = path.read_bytes()
    key = Cache.key(KEPT, content)
    values = kept.get(key) if kept else None
    if values is None:
        values = parsed(content, path.name)
        if kept:
            kept.put(key, values)
    return Table(values, path.name)


def parsed(content: bytes, name: str) -> dict:
    import tomllib  # seldom needed, and slow: most of the time that it takes to explain a message

    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{name}: not valid TOML: {error}.") from None


def read_entry(table: Table, theme: str) -> Entry:
    entry = Entry(
        slug=table.text("slug"),
        theme=theme,
        title=table.text("title"),
        episode=table.text("episode"),
        cause=table.text("cause"),
        cure=table.text("cure"),
        code=optional(table, "code"),
        message=optional(table, "message"),
        says=templates(table, "says"),
        also=templates(table, "also"),
        unless=templates(table, "unless"),
        nowhere=templates(table, "nowhere"),
        shows=optional(table, "shows"),
        asked=table.texts("asked", default=()),
        number=table.number("number") if "number" in table.values else 0,
        platform=optional(table, "platform"),
        source=optional(table, "source"),
        lacks=optional(table, "lacks"),
        consequence=table.get("consequence", bool, "true or false", default=False),
        shared=table.get("shared", bool, "true or false", default=False),
    )
    table.get("number", int, "a whole number", default=0)
    table.nothing_else()
    require_message_or_silence(entry, table)
    return entry


def optional(table: Table, key: str) -> str:
    return table.get(key, str, "a text", default="").strip()


def templates(table: Table, key: str) -> tuple[Template, ...]:
    found = tuple(map(Template, table.texts(key, default=())))
    for template in found:
        try:
            template.require_known_holes()
        except ValueError as error:
            raise table.error(key, str(error)) from None
    return found


def require_message_or_silence(entry: Entry, table: Table) -> None:
    if bool(entry.message) == bool(entry.shows):
        found = "both" if entry.message else "neither"
        raise table.error(
            "message",
            f"found {found} of message and shows, expected one: a silent confusion has shows",
        )
    if bool(entry.message) != bool(entry.says):
        found = "one" if entry.message else "says alone"
        raise table.error("says", f"found {found} of message and says, expected both or none")
    if entry.platform and not entry.source:
        raise table.error("source", f"the key is missing, expected where {entry.platform} says so")


def require_different_slugs(entries: list[Entry], table: Table) -> None:
    known: set[str] = set()
    for entry in entries:
        if entry.slug in known:
            again = f"the slug {entry.slug!r} stands twice; each has one of its own"
            raise table.error("entry", again)
        known.add(entry.slug)
