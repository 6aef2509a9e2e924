"""The marks around what learners write, and the stub and the solution that they stand for.

In a solution, a region that learners write stands between two marker comments (`//` in C, `!` in
Fortran):

    # BEGIN SOLUTION: raise NotImplementedError("TODO 1: ...")
    # STUB: a second stub line, where one is not enough
    the solved lines
    # END SOLUTION

The stub lines stand in for the region, at the indentation of the marker.
"""

from __future__ import annotations

import re

from cffi_workshop.errors import WorkshopError

from .exercise import Exercise
from .readme import README, without_discussion

__all__ = ["solution_of", "solution_text", "source_text", "stub_files", "stub_of", "stub_text"]

MARKER = re.compile(r"(?P<indent>[ \t]*)(?:#|//|!) (?P<kind>BEGIN SOLUTION|STUB): ?(?P<stub>.*)")
END = re.compile(r"[ \t]*(?:#|//|!) END SOLUTION\s*")
LOOKALIKE = re.compile(r"\s*(#|//|!|/\*)\s*((begin|end)[\s_-]*solution\b|stub\s*:)", re.IGNORECASE)


def stub_of(text: str, shown: str = "text") -> str:
    """Return what learners get: each solution region replaced by its stub lines."""
    return "\n".join(line for line, side in sides(text, shown) if side != "solution")


def solution_of(text: str, shown: str = "text") -> str:
    """Return the solution as it is shown to people: without marker and stub lines."""
    return "\n".join(line for line, side in sides(text, shown) if side != "stub")


def sides(text: str, shown: str) -> list[tuple[str, str]]:
    """Return each line with the side it is on: stub, solution, or both; markers are dropped."""
    reader = Reader(shown)
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        reader.number = number
        kind, stub = read_marker(line, reader.where)
        {"BEGIN": reader.begin, "STUB": reader.stub, "END": reader.end, "": reader.plain}[kind](
            line if stub is None else stub
        )
    reader.finish()
    return reader.lines


class Reader:
    """Sorts lines into sides, and knows which region is open and what it has so far."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.number = 0
        self.begun = 0  # the line that opened the region; 0 outside of any
        self.stubbed = False
        self.solved = False
        self.lines: list[tuple[str, str]] = []

    @property
    def where(self) -> str:
        return f"{self.shown}, line {self.number}"

    def plain(self, line: str) -> None:
        self.lines.append((line, "solution" if self.begun else "both"))
        self.solved = True

    def begin(self, stub: str) -> None:
        if self.begun:
            raise WorkshopError(
                f"{self.where}: BEGIN SOLUTION inside the region begun in line {self.begun}; "
                "end that one first."
            )
        self.begun, self.stubbed, self.solved = self.number, False, False
        if stub:
            self.stub(stub)

    def stub(self, stub: str) -> None:
        if not self.begun or self.solved:
            raise WorkshopError(
                f"{self.where}: STUB stands alone; put it directly after BEGIN SOLUTION."
            )
        self.lines.append((stub, "stub"))
        self.stubbed = True

    def end(self, _: str) -> None:
        if not self.begun:
            raise WorkshopError(f"{self.where}: END SOLUTION without a BEGIN SOLUTION before it.")
        where = f"{self.shown}, line {self.begun}"
        if not self.stubbed:
            raise WorkshopError(f"{where}: no stub text; write it after `BEGIN SOLUTION:`.")
        if not self.solved:
            raise WorkshopError(f"{where}: the region is empty; there is nothing to solve in it.")
        self.begun = 0

    def finish(self) -> None:
        if self.begun:
            raise WorkshopError(
                f"{self.shown}, line {self.begun}: BEGIN SOLUTION without an END SOLUTION."
            )


def read_marker(line: str, where: str) -> tuple[str, str | None]:
    """Return the kind of marker ("" for none) and its stub line, indented as the marker is."""
    marker = MARKER.fullmatch(line)
    if marker:
        stub = marker["stub"].rstrip()
        return marker["kind"].split()[0], marker["indent"] + stub if stub else ""
    if END.fullmatch(line):
        return "END", None
    if LOOKALIKE.match(line):
        raise WorkshopError(
            f"{where}: {line.strip()!r} looks like a marker; expected `# BEGIN SOLUTION: stub`, "
            "`# STUB: stub` or `# END SOLUTION` (with // in C) on a line of its own."
        )
    return "", None


def source_text(exercise: Exercise, filename: str) -> str:
    """Return a handed-out file of the solution, with its markers and with plain line ends."""
    shown = f"solutions/{exercise.slug}/{filename}"
    try:
        text = (exercise.solution / filename).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WorkshopError(f"{shown} does not exist; every exercise hands it out.") from None
    except UnicodeDecodeError:
        raise WorkshopError(f"{shown} is not UTF-8 text; save it as UTF-8.") from None
    return text


def stub_text(exercise: Exercise, filename: str) -> str:
    """Return a handed-out file as learners first get it."""
    shown = f"solutions/{exercise.slug}/{filename}"
    text = source_text(exercise, filename)
    if filename == README:
        return without_discussion(text, exercise.slug)
    stub = stub_of(text, shown)
    if stub != text and filename not in exercise.editable:
        raise WorkshopError(
            f"{shown} has solution markers, but exercise.toml does not list it as editable."
        )
    return stub


def solution_text(exercise: Exercise, filename: str) -> str:
    """Return a file of the solution as it is shown to people."""
    return solution_of(source_text(exercise, filename), f"solutions/{exercise.slug}/{filename}")


def stub_files(exercise: Exercise) -> dict[str, str]:
    """Return the text of every file of exercises/SLUG but the notebook, by name."""
    names = [name for name in exercise.handed_out if name != exercise.notebook]
    return {name: stub_text(exercise, name) for name in names}
