"""`workshop explain`: what a message means, and what to do, from the error catalogue."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cffi_workshop.catalogue import Entry

__all__ = ["explain"]

NEAREST = 3
INDENT = " " * 9


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("message", nargs=-1)
def explain(message: tuple[str, ...]) -> None:
    """What an error message means, and what to do.

    MESSAGE is what Python, cffi or the compiler printed, or some of it; without MESSAGE it is read from
    standard input. What nothing complains of can be told in your own words.
    Exit status: 0 explained, 1 not in the catalogue.
    """
    from cffi_workshop import catalogue

    text = " ".join(message) or given()
    named = [entry for entry in catalogue.catalogue() if entry.slug == text]
    entries = named or catalogue.explaining(text)
    look = report.style_for(sys.stdout, os.environ)
    if entries:
        click.echo("\n\n".join(told(entry, look, find_root()) for entry in entries))
        return
    click.echo(report.fold(not_known(nearest(text, catalogue.catalogue())), look.width))
    sys.exit(1)


def given() -> str:
    """Return what stands on standard input; nobody is kept waiting at a terminal."""
    text = "" if sys.stdin.isatty() else sys.stdin.read().strip()
    if not text:
        raise WorkshopError(
            'No message was given; put it in quotes behind the command, `workshop explain "..."`, '
            "or send the output there: `python NAME.py 2>&1 | workshop explain`."
        )
    return text


def told(entry: Entry, look: report.TerminalStyle, root: Path) -> str:
    rows = [
        ("says" if entry.message else "shows", entry.message or entry.shows),
        ("on", entry.platform),
        ("cause", entry.cause),
        ("cure", entry.cure),
        ("", entry.code),
        ("read", report.episode_line(entry.episode, root)),
    ]
    shown = [row(label, text, look) for label, text in rows if text]
    return "\n".join([look.paint(report.fold(entry.title, look.width), bold=True), *shown])


def row(label: str, text: str, look: report.TerminalStyle) -> str:
    """Return a label and its text; what was printed, and code, stay as they are."""
    if label in ("on", "cause", "cure", "read"):
        return report.fold(f"{label:<6} {text}", look.width, "  ", INDENT)
    lines = text.replace("\n", "\n" + INDENT)
    return f"  {label:<6} {lines}" if label else look.paint(INDENT + lines, fg="cyan")


def nearest(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the few entries that share the rarest words with the text, best first."""
    words = {entry.slug: words_of(f"{entry.title} {entry.message} {entry.cause}") for entry in entries}
    spread = Counter(word for own in words.values() for word in own)
    wanted = words_of(text)
    score = {slug: sum(1 / spread[word] for word in wanted & own) for slug, own in words.items()}
    best = sorted(entries, key=lambda entry: -score[entry.slug])
    return [entry for entry in best[:NEAREST] if score[entry.slug]]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z_]{3,}", text.lower()))


def not_known(near: list[Entry]) -> str:
    known = [f"  {entry.title}\n    `workshop explain {entry.slug}`" for entry in near]
    return "\n".join(
        [
            "The error catalogue does not know this message.",
            *(["", "The nearest that it knows:", *known] if known else []),
            "",
            "What to do: read the last line of the message first, which says what is wrong; the line of your "
            "own file above it says where. `workshop check NAME` names the cause of an exercise that fails, "
            "`workshop doctor` what the machine lacks.",
        ]
    )
