"""Read an exercise's README: what comes before its steps, the steps, and what comes after them.

A step is a part of the section "## Steps" with a heading of its own. The files it is about are
those it mentions first; its commands are the lines after `$ ` in its transcripts, with those that
go on after `> `, as a shell shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

from cffi_workshop.exercises.readme import sections

__all__ = ["Command", "Readme", "Step", "read_readme"]


@dataclass(frozen=True)
class Command:
    """What is typed at a prompt of a transcript, often one line, and what it is shown to print."""

    line: str
    shown: str


@dataclass(frozen=True)
class Step:
    text: str
    files: tuple[str, ...]
    commands: tuple[Command, ...]


@dataclass(frozen=True)
class Readme:
    before: tuple[str, ...]
    steps: tuple[Step, ...]
    after: tuple[str, ...]


def read_readme(text: str, files: Iterable[str]) -> Readme:
    """Split a README at its headings, and share out `files` among the steps.

    A file that no step mentions belongs to the last step. A README without "## Steps" is one step.
    """
    parts = sections(text)
    begin = next((n for n, part in enumerate(parts) if part.startswith("## Steps")), 0)
    end = next(
        (n for n, part in enumerate(parts) if n > begin and part.startswith("## ")), len(parts)
    )
    steps = parts[begin:end]
    return Readme(tuple(parts[:begin]), read_steps(steps, list(files)), tuple(parts[end:]))


def read_steps(texts: list[str], files: list[str]) -> tuple[Step, ...]:
    steps = []
    for text in texts:
        is_last = text is texts[-1]
        mine = [name for name in files if is_last or mentions(text, name)]
        files = [name for name in files if name not in mine]
        steps.append(Step(text, tuple(mine), tuple(commands(text))))
    return tuple(steps)


def mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w/-])", text) is not None


def commands(text: str) -> Iterator[Command]:
    """Yield what a step builds (make) and runs (python); from another folder (`cd`), nothing."""
    away = False
    for block in transcripts(text):
        for line, shown in entries(block):
            program, _, rest = line.partition(" ")
            if program == "cd":
                away = rest == ".."
            elif program in ("make", "python") and not away:
                yield Command(line, shown)


def transcripts(text: str) -> list[str]:
    """Return what stands in the fences of a terminal session."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [token.content for token in tokens if token.type == "fence" and token.info == "console"]


def entries(block: str) -> list[tuple[str, str]]:
    """Return each command of a transcript with the lines printed after it."""
    found = re.findall(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    return [(typed.replace("\n> ", "\n").strip(), shown) for typed, shown in found]
