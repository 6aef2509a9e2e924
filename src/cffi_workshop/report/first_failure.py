"""The first failure in full: what was found, what was expected, where, and the likely cause."""

from __future__ import annotations

from collections.abc import Mapping

from cffi_workshop.episodes import episode_line
from cffi_workshop.grading.verdict import CheckResult, Location, Observation, Verdict, split_scene
from cffi_workshop.terminal_style import TerminalStyle, columns, cut, fold, plain, wrapped

from .context import ReportContext

__all__ = ["detail", "explained_in", "first_failure", "heading", "message", "rows_of", "source"]

VALUE_LINES = 8
DETAIL_LINES = 40

# After these, what came of a call stands in a row of its own.
VERBS = ("returned", "left", "raised", "gave", "printed", "wrote", "made")


def first_failure(
    verdict: Verdict, context: ReportContext, look: TerminalStyle, verbose: bool
) -> str:
    check = verdict.first_failure
    if check is None:
        return ""
    parts = [
        look.paint(fold(f"{heading(check)}: {plain(check.title)}", look.width), bold=True),
        message(check, look),
        headed("Likely cause", context.likely_cause, look)
        or headed("About this message", context.about_message, look),
        headed("Found by trial", check.mended_by, look),
        source(check.location, verdict.path, context.sources, look),
        taught_in(check, context, look),
        fold(explained_in(context), look.width, "  "),
        detail(check, verbose),
    ]
    return "\n\n".join(part for part in parts if part)


def heading(check: CheckResult) -> str:
    return "To do" if check.state == "todo" else "First failure"


def message(check: CheckResult, look: TerminalStyle) -> str:
    """Lay called, found and expected out one above the other where the check observed them."""
    observed = check.observed
    if observed is None:
        return fold(plain(check.message), look.width, "  ")
    rows = [(name, plain(value)) for name, value in rows_of(observed)]
    label = max(len(name) for name, _ in rows) + 2
    lines = [row(name, value, label, look) for name, value in rows]
    pointer = difference(rows, label, look.width)
    advice = fold(plain(observed.advice), look.width, "  ")
    return "\n".join(filter(None, [*lines, pointer, advice]))


def rows_of(observed: Observation) -> list[tuple[str, str]]:
    """Return labelled values, the expected one last."""
    expected = ("expected", observed.expected)
    if observed.call.endswith(")") and observed.verb in VERBS:
        return [("called", observed.call), (observed.verb, observed.found), expected]
    scene, label = split_scene(observed.call)
    found = " ".join(filter(None, [label, observed.verb, observed.found]))
    return [*([("tried", scene)] if scene else []), ("found", found), expected]


COLOURS = {"called": None, "expected": "green"}


def row(name: str, value: str, label: int, look: TerminalStyle) -> str:
    lines = wrapped(value, look.width - label - 2)
    if len(lines) > VALUE_LINES:
        lines = [*lines[:VALUE_LINES], "..."]
    text = ("\n" + " " * (label + 2)).join(lines)
    return f"  {name:<{label}}" + look.paint(text, fg=COLOURS.get(name, "red"))


def difference(rows: list[tuple[str, str]], label: int, width: int) -> str:
    """Return a line with a caret under the first character in which the last two values differ."""
    (name, found), (_, expected) = rows[-2:]
    pairs = enumerate(zip(found, expected, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), 0)
    one_line = max(columns(found), columns(expected)) <= width - label - 2
    if name in ("found", "raised") or same < 2 or not one_line:
        return ""
    return " " * (2 + label + columns(found[:same])) + "^"


def headed(heading: str, says: str | None, look: TerminalStyle) -> str:
    if not says:
        return ""
    return look.paint(f"  {heading}", fg="yellow") + "\n" + fold(plain(says), look.width, "  ")


def source(
    location: Location | None, path: str, sources: Mapping[str, str], look: TerminalStyle
) -> str:
    """Name file and line, and show the learner's own line with its neighbours."""
    if location is None:
        return ""
    shown = look.paint(f"  {plain(path)}/{plain(location.file)}:{location.line}", fg="cyan")
    if location.function:
        shown += look.paint(f", or elsewhere in {plain(location.function)}()", fg="cyan")
    around = source_lines(sources.get(location.file, ""), location.line)
    digits = len(str(location.line + 1))
    lines = [
        numbered(number, text, number == location.line, digits, look) for number, text in around
    ]
    return "\n".join([shown, *lines])


def numbered(number: int, text: str, here: bool, digits: int, look: TerminalStyle) -> str:
    arrow = ">" if here else " "
    line = f"  {arrow} {number:>{digits}} | {text}".rstrip()
    line = cut(line, look.width, "…" if look.unicode else "...")
    return look.paint(line, bold=True) if here else look.paint(line, dim=True)


def source_lines(text: str, line: int) -> list[tuple[int, str]]:
    """Return the line and one neighbour on each side; none when the file is not what it was."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return []
    first, last = max(1, line - 1), min(len(lines), line + 1)
    return [(number, plain(lines[number - 1]).expandtabs(4)) for number in range(first, last + 1)]


def taught_in(check: CheckResult, context: ReportContext, look: TerminalStyle) -> str:
    if not check.episode:
        return ""
    return fold(f"Taught in {episode_line(check.episode, context.root)}.", look.width, "  ")


def explained_in(context: ReportContext) -> str:
    entry = context.explained
    if entry is None:
        return ""
    return (
        f"This message is explained in the error catalogue: {entry.title}. `workshop explain "
        f"{entry.slug}`"
    )


def detail(check: CheckResult, verbose: bool) -> str:
    if not check.detail or not verbose:
        return ""
    lines = plain(check.detail).expandtabs(4).splitlines()
    more = len(lines) - DETAIL_LINES
    cut = [f"... {more} more lines: see `--json`"] if more > 0 else []
    shown = [f"  | {line}" for line in [*lines[:DETAIL_LINES], *cut]]
    return "\n".join(["  What the tool said", *shown])
