"""A verdict as a learner reads it: what works, the first failure in full, and what to do next.

Everything here is text in, text out. rich would cost a fifth of the time that a whole check may
take, so lines are wrapped by textwrap and coloured by click, which is loaded anyway.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from click import style

from cffi_workshop.verdict import CheckResult, Location, Verdict

__all__ = ["Look", "Pointers", "episode_line", "look_for", "plain", "render", "summary"]

STAGES = {
    "c": "Your C",
    "abi": "Your ABI script",
    "api": "Your API build and script",
    "together": "All together",
}
MAX_WIDTH = 88
VALUE_LINES = 8
DETAIL_LINES = 40

# "fibo_step(3, 5) left (8, 8)": what was called, what it did, what came of it.
CALLED = re.compile(
    r"(?P<called>.+?\)) (?P<verb>returned|left|raised|gave|printed|wrote|made) (?P<got>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Look:
    """What the terminal can show."""

    colour: bool = False
    unicode: bool = True
    width: int = 80

    def paint(self, text: str, **how: object) -> str:
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


def look_for(stream, environ: dict) -> Look:
    """Return what `stream` can show: colour on a terminal only, and never against NO_COLOR."""
    import shutil

    terminal = stream.isatty()
    colour = terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else 80
    return Look(colour, can_encode(stream, "✓✗○·█░"), max(40, min(width, MAX_WIDTH)))


def can_encode(stream, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@dataclass(frozen=True)
class Pointers:
    """What a report points to beside the verdict itself."""

    title: str = ""
    folder: Path | None = None  # where the files that were checked lie
    root: Path | None = None  # the checkout, for the titles of episodes
    likely_cause: str | None = None
    other_path: str | None = None  # --path as it was given, if it was not exercises/NAME
    next_exercise: str | None = None


def render(
    verdict: Verdict, pointers: Pointers | None = None, look: Look | None = None, verbose=False
) -> str:
    """Return the whole report, with a line break at its end."""
    pointers, look = pointers or Pointers(), look or Look()
    parts = [
        headline(verdict, pointers, look),
        check_list(verdict.checks, look, verbose),
        broken_checker(verdict, look, verbose),
        first_failure(verdict, pointers, look, verbose),
        remark_list(verdict.remarks, look),
        closing(verdict, pointers, look, verbose),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def headline(verdict: Verdict, pointers: Pointers, look: Look) -> str:
    title = plain(pointers.title or verdict.exercise)
    return look.paint(fold(title, look.width), bold=True)


# The checks, in order


def check_list(checks: Sequence[CheckResult], look: Look, verbose: bool) -> str:
    stages = groupby(checks, key=lambda check: check.id.partition("-")[0])
    return "\n".join(line for stage, members in stages for line in stage_lines(stage, members, look, verbose))


def stage_lines(stage: str, checks: Iterable[CheckResult], look: Look, verbose: bool) -> Iterator[str]:
    """Yield a heading and a line a check; what waits for another check is counted, not listed."""
    checks = list(checks)
    yield look.paint(STAGES.get(stage, stage), bold=True)
    waiting = 0 if verbose else sum(check.status == "not-run" for check in checks)
    for check in checks:
        if verbose or check.status != "not-run":
            yield check_line(check, look)
    if waiting:
        them = "1 check waits" if waiting == 1 else f"{waiting} checks wait"
        yield f"  {look.mark('not-run')} " + look.paint(f"{them} for the above", dim=True)


def check_line(check: CheckResult, look: Look) -> str:
    """Return mark, title and points; the points stand at the right edge of the last line."""
    points = f"{check.points}/{check.max_points}"
    indent = 4 if look.unicode else 5
    lines = wrapped(plain(check.title), look.width - indent - len(points) - 2)
    gap = " " * (look.width - indent - len(lines[-1]) - len(points))
    lines[-1] += gap + look.paint(points, dim=True)
    mark = "todo" if check.cause == "todo-left" else check.status
    return f"  {look.mark(mark)} " + ("\n" + " " * indent).join(lines)


# The first failure, in full


def first_failure(verdict: Verdict, pointers: Pointers, look: Look, verbose: bool) -> str:
    check = verdict.first_failure
    if check is None:
        return ""
    word = "To do" if check.cause == "todo-left" else "First failure"
    parts = [
        look.paint(fold(f"{word}: {plain(check.title)}", look.width), bold=True),
        message(check, look),
        likely_cause(pointers.likely_cause, look),
        source(check.location, verdict.path, pointers.folder, look),
        taught_in(check, pointers, look),
        detail(check, look, verbose),
    ]
    return "\n\n".join(part for part in parts if part)


def message(check: CheckResult, look: Look) -> str:
    """Lay called, found and expected out one above the other where the message has that shape."""
    rows, rest = rows_of(plain(check.message))
    if not rows:
        return fold(plain(check.message), look.width, "  ")
    label = max(len(name) for name, _ in rows) + 2
    lines = [row(name, value, label, look) for name, value in rows]
    pointer = difference(rows, label, look.width)
    return "\n".join(filter(None, [*lines, pointer, rest and fold(rest, look.width, "  ")]))


def rows_of(message: str) -> tuple[list[tuple[str, str]], str]:
    """Split "f(1) returned 2; expected 3. More." into labelled values and the sentence after."""
    found, separator, expected = message.rpartition("; expected ")
    if not separator:
        return [], ""
    expected, rest = first_sentence(expected)
    call = CALLED.fullmatch(found)
    rows = [("found", found)] if not call else [("called", call["called"])]
    if call:
        rows.append((call["verb"], call["got"]))
    return [*rows, ("expected", expected)], rest


def first_sentence(text: str) -> tuple[str, str]:
    """Return the text up to the full stop that ends it, and what follows."""
    sentence, _, rest = re.sub(r"\.\s+(?=[A-Z])", ".\0", text, count=1).partition(".\0")
    return sentence.removesuffix("."), rest.strip()


COLOURS = {"called": None, "expected": "green"}


def row(name: str, value: str, label: int, look: Look) -> str:
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
    one_line = max(len(found), len(expected)) <= width - label - 2
    if name in ("found", "raised") or same < 2 or not one_line:
        return ""
    return " " * (2 + label + same) + "^"


def likely_cause(says: str | None, look: Look) -> str:
    if not says:
        return ""
    return look.paint("  Likely cause", fg="yellow") + "\n" + fold(plain(says), look.width, "  ")


def source(location: Location | None, path: str, folder: Path | None, look: Look) -> str:
    """Name file and line, and show the learner's own line with its neighbours."""
    if location is None:
        return ""
    shown = look.paint(f"  {plain(path)}/{plain(location.file)}:{location.line}", fg="cyan")
    around = source_lines(folder / location.file, location.line) if folder else []
    digits = len(str(location.line + 1))
    lines = [numbered(number, text, number == location.line, digits, look) for number, text in around]
    return "\n".join([shown, *lines])


def numbered(number: int, text: str, here: bool, digits: int, look: Look) -> str:
    arrow = ">" if here else " "
    line = f"  {arrow} {number:>{digits}} | {text}"[: look.width].rstrip()
    return look.paint(line, bold=True) if here else look.paint(line, dim=True)


def source_lines(file: Path, line: int) -> list[tuple[int, str]]:
    """Return the line and one neighbour on each side; none when the file is not what it was."""
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []
    if not 1 <= line <= len(lines):
        return []
    first, last = max(1, line - 1), min(len(lines), line + 1)
    return [(number, plain(lines[number - 1]).expandtabs(4)) for number in range(first, last + 1)]


def taught_in(check: CheckResult, pointers: Pointers, look: Look) -> str:
    if not check.episode:
        return ""
    return fold(f"Taught in {episode_line(check.episode, pointers.root)}.", look.width, "  ")


def episode_line(slug: str, root: Path | None) -> str:
    """Return `episode 3, your own library (episodes/03-your-own-library.md)`."""
    number, _, words = slug.partition("-")
    name = f"episode {int(number)}, {words.replace('-', ' ')}" if number.isdigit() else slug
    page = f"episodes/{slug}.md"
    return f"{name} ({page})" if root and (root / page).is_file() else name


def detail(check: CheckResult, look: Look, verbose: bool) -> str:
    if not check.detail or not verbose:
        return ""
    lines = plain(check.detail).expandtabs(4).splitlines()
    more = len(lines) - DETAIL_LINES
    cut = [f"... {more} more lines: see `--json`"] if more > 0 else []
    shown = [f"  | {line}" for line in [*lines[:DETAIL_LINES], *cut]]
    return "\n".join(["  What the tool said", *shown])


# What is ours, and the end


def broken_checker(verdict: Verdict, look: Look, verbose: bool) -> str:
    broken = next((check for check in verdict.checks if check.status == "grader-error"), None)
    if broken is None:
        return ""
    says = plain(broken.message) or "The checker itself failed, which is not your doing."
    return "\n\n".join(filter(None, [fold(says, look.width), detail(broken, look, verbose)]))


def remark_list(remarks: Iterable[str], look: Look) -> str:
    lines = [fold(plain(remark), look.width, "  - ", "    ") for remark in remarks]
    return "\n".join(["Remarks", *lines]) if lines else ""


def closing(verdict: Verdict, pointers: Pointers, look: Look, verbose: bool) -> str:
    """Return the points, and as the last thing on the screen what to do next."""
    score = f"{verdict.points} of {verdict.max_points} points"
    rest = f" ({verdict.duration_s:.2f} s, sandbox: {verdict.sandbox})"
    line = look.paint(score, bold=True) + look.paint(rest, dim=True)
    return f"{line}\n{advice(verdict, pointers, look, verbose)}"


def advice(verdict: Verdict, pointers: Pointers, look: Look, verbose: bool) -> str:
    if verdict.passed:
        lines = next_after_pass(verdict, pointers)
    else:
        lines = next_after_fail(verdict, pointers, verbose)
    return "\n".join(fold(line, look.width, "", "  ") for line in lines)


def next_after_pass(verdict: Verdict, pointers: Pointers) -> Iterator[str]:
    yield "All checks passed."
    if pointers.other_path:
        return
    yield f"Compare: `workshop solution {verdict.exercise}`"
    if pointers.next_exercise:
        yield f"Next: `workshop check {pointers.next_exercise}`"
    else:
        yield "That was the last exercise: all of them are done."


def next_after_fail(verdict: Verdict, pointers: Pointers, verbose: bool) -> Iterator[str]:
    again = f"workshop check {verdict.exercise}"
    if pointers.other_path:
        again += f" --path {plain(pointers.other_path)}"
    check = verdict.first_failure
    if check is None:
        yield f"Next: try `{again} --verbose` once more, and report it if it stays."
        return
    yield f"Next: {what_to_mend(check)}, then `{again}`"
    if not pointers.other_path:
        yield f"Stuck? `workshop hint {verdict.exercise}`"
    if check.detail and not verbose:
        yield f"What the tool said: `{again} --verbose`"


def what_to_mend(check: CheckResult) -> str:
    file = plain(check.location.file) if check.location else ""
    if check.cause == "todo-left":
        return f"do the TODO in {file}" if file else "do the TODO"
    return f"mend {file}" if file else "mend the first failure"


def summary(verdict: Verdict, look: Look) -> str:
    """Return one line for `check --all`: the score, and the first thing to mend."""
    score = f"{verdict.points}/{verdict.max_points}"
    check = verdict.first_failure
    begun = check is None or check.cause != "todo-left"
    mark = look.mark("passed" if verdict.passed else "failed" if begun else "todo")
    says = "all checks passed" if verdict.passed else "the checker itself failed"
    if check:
        says = plain(check.message).partition("\n")[0] or plain(check.title)
    return fold(f"{mark} {verdict.exercise} {score}: {says}", look.width, "", "  ")


# Text


def plain(text: str) -> str:
    """Replace control characters: what a learner's program printed must not steer the terminal."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "?", text.replace("\r\n", "\n"))


def wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), break_on_hyphens=False) or [""]


def fold(text: str, width: int, first: str = "", other: str | None = None) -> str:
    """Wrap each line of the text by itself; a short command in backticks stays in one piece."""
    other = first if other is None else other
    lines: list[str] = []
    for line in re.sub(r"`[^`\n]{1,60}`", hold, text.strip("\n")).splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        start = other if lines else first
        lines += textwrap.wrap(
            line, width, initial_indent=start, subsequent_indent=other + indent, **WORDS
        ) or [""]
    return "\n".join(lines).replace(HELD, " ")


HELD = "\0"
WORDS = {"break_on_hyphens": False, "break_long_words": False}


def hold(command: re.Match) -> str:
    return command[0].replace(" ", HELD)
