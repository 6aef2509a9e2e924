"""What the terminal can show, and text made to fit it."""

from __future__ import annotations

import errno
import os
import re
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from click import echo, style

from cffi_workshop.files import shown_text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "TerminalStyle",
    "columns",
    "cut",
    "fold",
    "in_lines",
    "output_style",
    "plain",
    "print_sentence",
    "rich_console",
    "style_for",
    "wrapped",
]

MAX_WIDTH = 88


@dataclass(frozen=True)
class TerminalStyle:
    """What the terminal can show."""

    colour: bool = False
    unicode: bool = True
    width: int = 80

    def paint(self, text: str, **how: Any) -> str:
        return style(text, **how) if self.colour and text else text

    def mark(self, status: str) -> str:
        unicode, ascii_, colour = MARKS[status]
        return self.paint(unicode if self.unicode else ascii_, fg=colour, bold=True)


MARKS = {
    "passed": ("✓", "ok", "green"),
    "failed": ("✗", "X ", "red"),
    "todo": ("○", "o ", "yellow"),
    "not-run": ("·", "- ", "bright_black"),
    "grader-error": ("!", "! ", "magenta"),
    "warning": ("!", "! ", "yellow"),
}


def style_for(stream: TextIO, environ: Mapping[str, str]) -> TerminalStyle:
    """Return what `stream` can show: colour on a terminal only, and never against NO_COLOR."""
    import shutil

    terminal = stream.isatty()
    colour = terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else 80
    return TerminalStyle(colour, can_encode(stream, "✓✗○·█░"), max(40, min(width, MAX_WIDTH)))


def output_style() -> TerminalStyle:
    """Return what can be shown where this program prints."""
    return style_for(sys.stdout, os.environ)


def print_sentence(text: str, other: str = "", stream: TextIO | None = None) -> None:
    """Print a sentence in lines that fit the terminal, `other` before each but the first.

    A program that reads it gets one line.
    """
    stream = stream or sys.stdout
    width = style_for(stream, os.environ).width
    echo(fold(text, width, other=other) if stream.isatty() else text, file=stream)


def can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def rich_console(look: TerminalStyle) -> Console:
    """Return a console of rich that colours, or does not, as the rest of the command does."""
    from rich.console import Console

    class OwnConsole(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to the command, which ends well then; rich would end it with status 1."""
            raise BrokenPipeError(errno.EPIPE, "nobody reads on")

    return OwnConsole(
        width=look.width,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        highlight=False,
        emoji=False,
    )


def plain(text: str) -> str:
    """Show what would steer the terminal, or turn the reading direction, as escapes."""
    return shown_text(text.replace("\r\n", "\n"), keep="\n\t")


def wrapped(text: str, width: int) -> list[str]:
    lines = Wrapper(max(width, 20), break_on_hyphens=False).wrap(in_columns(text)) or [""]
    return [line.replace(SECOND, "") for line in lines]


class Wrapper(textwrap.TextWrapper):
    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width) -> None:
        """Break a long word ahead of a wide character that is half in the line."""
        left = width - cur_len
        half = reversed_chunks[-1][left : left + 1] == SECOND
        super()._handle_long_word(reversed_chunks, cur_line, cur_len, width - half)


def fold(text: str, width: int, first: str = "", other: str | None = None) -> str:
    """Wrap each line of the text by itself; a short command in backticks stays in one piece."""
    other = first if other is None else other
    lines: list[str] = []
    for line in re.sub(r"`[^`\n]{1,60}`", hold, in_columns(text.strip("\n"))).splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        start = other if lines else first
        lines += in_lines(line, width, start, other + indent) or [""]
    return "\n".join(lines).replace(HELD, " ").replace(SECOND, "")


def in_lines(text: str, width: int, first: str, other: str) -> list[str]:
    """Return the words of a text in lines with these indents; none is broken."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=other,
        break_on_hyphens=False,
        break_long_words=False,
    )


HELD, SECOND = "\0", "\1"


def hold(command: re.Match) -> str:
    return command[0].replace(" ", HELD)


def in_columns(text: str) -> str:
    """Give characters that are two columns wide, as those of Chinese are, two places each."""
    if text.isascii():
        return text
    from unicodedata import east_asian_width

    return "".join(each + SECOND * (east_asian_width(each) in "WF") for each in text)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; marks stand above another character."""
    if text.isascii():
        return len(text)
    from unicodedata import combining

    return len(in_columns(text)) - sum(map(bool, map(combining, text)))


def cut(text: str, width: int, more: str) -> str:
    """Return a text that is no wider than the terminal: what is left out is `more`."""
    places = in_columns(text)
    if len(places) <= width:
        return text
    kept = places[: width - len(more)]
    half = places[len(kept)] == SECOND  # of the last character
    return kept[: len(kept) - half].replace(SECOND, "") + more
