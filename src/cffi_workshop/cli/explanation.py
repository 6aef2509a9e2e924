"""What `workshop explain` prints, for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cffi_workshop import explain
from cffi_workshop.episodes import episode_line
from cffi_workshop.exercises.checkout import root_if_any
from cffi_workshop.explain.subjects import is_printed
from cffi_workshop.terminal_style import TerminalStyle, fold, output_style

if TYPE_CHECKING:
    from cffi_workshop.explain import Entry
    from cffi_workshop.post_mortem import Ending, Place

__all__ = ["known", "listing", "shown", "shown_ending"]

SCHEMA = 1
INDENT = " " * 9
STUCK = "ctrl-c-waits"  # the entry for a program that Ctrl-C does not end
KEYS = ("slug", "title", "episode", "cause", "cure", "code", "message", "shows", "platform")
NO_ANSWER = (
    "The error catalogue has no answer to this: it is about what goes wrong where Python calls C.\n"
    "What to do: paste what was printed, the whole of it; or say what you call, what you expected "
    "and what you see."
)


def shown(text: str, as_json: bool) -> tuple[str, bool]:
    """Return what is to be printed of a text, and whether the catalogue explains it."""
    entries = known(text)
    near = [] if entries else explain.answering(text)
    asked = bool(near) and not is_printed(text)
    if as_json:
        return as_text(entries, near, text), bool(entries) or asked
    look = output_style()
    if entries:
        return in_words(entries, text, look), True
    if not near and not is_printed(text):
        return fold(NO_ANSWER, look.width), False
    return fold(answers(near) if asked else not_known(near), look.width), asked


def known(text: str) -> tuple[Entry, ...]:
    """Return the entry of that name, or those that explain the text."""
    return named(text) or explain.explaining(text)


def named(slug: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in explain.catalogue() if entry.slug == slug)


def shown_ending(ending: Ending, places: Sequence[Place], as_json: bool) -> tuple[str, bool]:
    """Return what is to be printed of how a program ended, and whether that is explained.

    What C or a callback printed is explained where the program went on as well.
    """
    entries = named(STUCK) if ending.stuck else explain.explaining(ending.text)
    if as_json:
        more = {
            "status": ending.status,
            "signal": ending.signal_name,
            "places": list(map(vars, places)),
        }
        return as_text(entries, [], ending.text, **more), bool(entries) or not ending.status
    look = output_style()
    parts = ["\n".join([ending.sentence, *(f"  {place.sentence}" for place in places)])]
    if entries:
        parts.append(in_words(entries, ending.text, look))
    elif ending.status:
        parts.append(fold(nothing_known(ending), look.width))
    return "\n\n".join(parts), bool(entries) or not ending.status


def listing(as_json: bool) -> str:
    """Return all entries: a line each, by theme, or JSON."""
    entries = explain.catalogue()
    if as_json:
        return as_text(entries, [], "")
    width = max(len(entry.slug) for entry in entries)
    lines: list[str] = []
    for theme in dict.fromkeys(entry.theme for entry in entries):
        lines += ["", theme]
        lines += [
            f"  {entry.slug:<{width}}  {entry.title}" for entry in entries if entry.theme == theme
        ]
    return "\n".join(lines).strip()


def as_text(entries: Iterable[Entry], near: Iterable[Entry], text: str, **more: object) -> str:
    explained = [
        {
            **values_of(entry),
            "said": explain.own_words(text, entry),
            "install": install(text, entry),
        }
        for entry in entries
    ]
    values = {"schema": SCHEMA, **more, "explained": explained}
    return json.dumps(
        {**values, "nearest": list(map(values_of, near))}, ensure_ascii=False, indent=1
    )


def values_of(entry: Entry) -> dict[str, str]:
    return {key: getattr(entry, key) for key in KEYS}


def install(text: str, entry: Entry) -> str:
    """Return how to install what the text misses, where the entry says that it misses something."""
    if not entry.lacks or not text:
        return ""
    from cffi_workshop.explain.packages import installing  # seldom needed

    return installing(text, entry)


def in_words(entries: Sequence[Entry], text: str, look: TerminalStyle) -> str:
    """Return the first entry in full, and the titles of the others that are in the text."""
    first, *others = entries
    also = [
        "",
        "Also in this text:",
        *(pointer_to(entry) for entry in others if not entry.consequence),
    ]
    more = fold("\n".join(also), look.width) if len(also) > 2 else ""
    return in_full(first, text, look) + (f"\n{more}" if more else "")


def in_full(entry: Entry, text: str, look: TerminalStyle) -> str:
    """Return an entry with the person's own message, or with one of its kind if it was named."""
    said = explain.own_words(text, entry) or entry.message
    rows = [
        ("says" if said else "shows", said or entry.shows),
        ("on", entry.platform),
        ("cause", entry.cause),
        ("cure", entry.cure),
        ("get", install(text, entry)),
        ("", entry.code),
        ("read", episode_line(entry.episode, root_if_any())),
    ]
    lines = [row(label, text, look) for label, text in rows if text]
    return "\n".join([look.paint(fold(entry.title, look.width), bold=True), *lines])


def row(label: str, text: str, look: TerminalStyle) -> str:
    """Return a label and its text; what was printed, and code, stay as they are."""
    if label in ("on", "cause", "cure", "get", "read"):
        return fold(f"{label:<6} {text}", look.width, "  ", INDENT)
    lines = text.replace("\n", "\n" + INDENT)
    return f"  {label:<6} {lines}" if label else look.paint(INDENT + lines, fg="cyan")


def pointer_to(entry: Entry) -> str:
    return f"  {entry.title}\n    `workshop explain {entry.slug}`"


def answers(near: list[Entry]) -> str:
    told = [f"{entry.title}\n  {entry.cause}\n  `workshop explain {entry.slug}`" for entry in near]
    return "\n\n".join(
        ["Nothing was printed that the error catalogue knows; this may be it:", *told]
    )


def nothing_known(ending: Ending) -> str:
    """Return what is to be said of a program that failed with no message of the catalogue."""
    if "KeyboardInterrupt" in ending.stderr or ending.signal_name == "SIGINT":
        return "You stopped it. The last line of the traceback says where it was."
    if ending.stderr.strip():
        return not_known([])
    if ending.signal_name:
        return (
            "It printed no error: a signal came from outside, or the program sent it to itself. "
            "`kill`, `timeout` and batch systems at their limit end a program in this way."
        )
    return (
        f"It printed no error. sys.exit({ending.status}) in Python ends a program like this, or "
        f"exit({ending.status}) in C: look for them, or print what is done before each call into C."
    )


def not_known(near: list[Entry]) -> str:
    known = ["", "The nearest that it knows:", *map(pointer_to, near)] if near else []
    return "\n".join(
        [
            "The error catalogue does not know this message.",
            *known,
            "",
            "What to do: read the last line of the message first, which says what is wrong; the "
            "line of your own file above it says where. `workshop check NAME` names the cause of "
            "an exercise that fails, `workshop doctor` what the machine lacks.",
        ]
    )
