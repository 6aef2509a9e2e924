"""Differences as a person reads them, and as JSON."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cffi_workshop.cdef.language.model import Place
from cffi_workshop.terminal_style import fold, in_lines

from .check import Examined
from .comparing.difference import BREAKS, GRADES, HARMLESS, UNKNOWN, Difference
from .comparing.exports import NOT_EXPORTED
from .comparing.lacking import LACKING

__all__ = ["as_json", "as_text"]

SCHEMA = 1
INDENT = 12  # columns in front of a row
SPACE = "\N{NO-BREAK SPACE}"
WITHIN = re.compile(r"(?<![,;{]) ")  # a space at which no line of C should end
FEW = 6  # names that are shown in one line
COLOURS = {BREAKS: "red", HARMLESS: "green", UNKNOWN: "yellow"}
SINGULAR = {
    "functions": "function",
    "structs and unions": "struct or union",
    "typedefs": "typedef",
    "constants": "constant",
    "globals": "global",
}
Paint = Callable[..., str]


def as_json(examined: Examined, target: str) -> str:
    """Return all differences, and how many of each grade there are."""
    grades = Counter(one.grade for one in examined.differences)
    whole = {
        "schema": SCHEMA,
        "cdef": target,
        "compared": examined.compared,
        "counts": {grade: grades[grade] for grade in GRADES},
        "stopped": examined.stopped or None,
        "differences": [one.as_dict() for one in examined.differences],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def as_text(
    examined: Examined,
    target: str,
    paint: Paint,
    all_in_full: bool = False,
    width: int = 80,
    *,
    folds: bool = False,
) -> str:
    """Return what breaks in full, the rest in a line each, and a sum at the end.

    C and its consequence fit the width; where it `folds`, as for a terminal, so do the others.
    """
    room = width if folds else 0
    parts = []
    for grade in (BREAKS, UNKNOWN, HARMLESS):
        ones = [each for each in examined.differences if each.grade == grade]
        for one in ones if all_in_full else _together(ones):
            full = all_in_full or grade == BREAKS
            head = _said(_head(one, target) if full else _line(one, target), room)
            rows = _in_full(one, width) if full else ()
            parts.append("\n".join([_painted(head, one, paint), *rows]))
    if examined.stopped:
        stopped = f"The script stopped after its cdef, which was read: {examined.stopped}."
        parts.append(_said(stopped, room))
    return "\n".join([*parts, _said(_sum(examined), room)])


def _said(sentence: str, room: int) -> str:
    return fold(sentence, room, other="    ") if room else sentence


def _painted(head: str, one: Difference, paint: Paint) -> str:
    """Colour the grade, wherever a line ends in it."""
    grade = r"\s+".join(GRADES[one.grade].split())

    def coloured(found: re.Match[str]) -> str:
        return paint(found[0], fg=COLOURS[one.grade], bold=True)

    return re.sub(rf"\b{grade}(?=:)", coloured, head, count=1)


def _together(ones: Iterable[Difference]) -> list[Difference]:
    """Return one difference for all names that are lacking for the same reason."""
    groups: dict[object, list[Difference]] = {}
    for number, one in enumerate(ones):
        alike = one.what in (LACKING, NOT_EXPORTED)
        key = (one.wanted, one.consequence) if alike else number
        groups.setdefault(key, []).append(one)
    return [replace(same[0], name=_named([one.name for one in same])) for same in groups.values()]


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def _line(one: Difference, target: str) -> str:
    more = f" ({one.places} places)" if one.places > 1 else ""
    sides = f"{one.said_type} for {one.wanted_type}: " if one.said_type else ""
    return f"{_head(one, target)}: {sides}{one.consequence}{more}"


def _shown(file: str) -> str:
    """Return a path as short as it is true: from the current folder, where it lies in there."""
    path, here = Path(file).resolve(), Path.cwd().resolve()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _head(one: Difference, target: str) -> str:
    line = one.place.line
    file = one.place.file
    where = f"{_shown(file)}:{line}" if file else f"{target}: line {line} of the cdef"
    return f"{where}: {GRADES[one.grade]}: {one.name}"


def _in_full(one: Difference, width: int) -> Iterator[str]:
    room = width - INDENT
    yield _row("cdef", _folded(one.said, room))
    yield _row("header", _with_place(_folded(one.wanted, room), one.header_place, room))
    yield _row("so", textwrap.fill(one.consequence, room, break_on_hyphens=False))
    if one.correction:
        yield _row("write", _folded(one.correction, room))


def _with_place(text: str, place: Place | None, room: int) -> str:
    if place is None or not place.file:
        return text
    told = f"[{_shown(place.file)}:{place.line}]"
    last = text.rpartition("\n")[2]
    return f"{text}    {told}" if len(f"{last}    {told}") <= room else f"{text}\n{told}"


def _folded(text: str, room: int) -> str:
    """Break lines of C that do not fit, behind a comma where that is enough; no line of a macro."""
    rows = []
    for row in text.split("\n"):
        if len(row) <= room or row.startswith("#"):
            rows.append(row)
            continue
        indent = row[: len(row) - len(row.lstrip())]
        for part in in_lines(WITHIN.sub(SPACE, row.strip()), room, indent, f"{indent}    "):
            own = part[: len(part) - len(part.lstrip(" "))]
            rows += in_lines(part.strip(" ").replace(SPACE, " "), room, own, f"{own}    ")
    return "\n".join(rows)


def _row(label: str, text: str) -> str:
    indent = " " * INDENT
    return f"    {label:<8}" + text.replace("\n", f"\n{indent}")


def _sum(examined: Examined) -> str:
    compared = ", ".join(
        _counted(what, number) for what, number in examined.compared.items() if number
    )
    grades = Counter(one.grade for one in examined.differences)
    told = [f"{grades[grade]} {_verb(grade, grades[grade])}" for grade in GRADES if grades[grade]]
    return f"Compared {compared or 'nothing'}: {', '.join(told) or 'no difference'}."


def _counted(what: str, number: int) -> str:
    return f"{number} {what if number > 1 else SINGULAR[what]}"


def _verb(grade: str, number: int) -> str:
    if grade == BREAKS:
        return "difference breaks" if number == 1 else "differences break"
    if grade == UNKNOWN:
        return "cannot be told"
    return "is harmless here" if number == 1 else "are harmless here"
