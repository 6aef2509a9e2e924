"""An edit: the lines of a text that go and come, found by what they say and not by their number.

    -    const int64_t sum = *current + *next;
    -
         *current = *next;
    -    *next = sum;
    +    *next = *current + *next;

Lines with `-` go, lines with `+` come, and lines with a space before them stay and say where. What
is there before the edit has to be in the text at one place alone; `...` on a line of its own leads
to the next place, which is further down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from cffi_workshop.errors import WorkshopError

__all__ = ["EditError", "apply_edit", "changes", "edit_of"]

ELSEWHERE = "..."
GOES, COMES, STAYS = "-", "+", " "
CLOSE = 2  # equal lines between two changes that still make one place of them


class EditError(WorkshopError):
    """An edit that cannot be made; the message is a clause that says what does not fit."""


@dataclass(frozen=True)
class Change:
    """The lines `old[first:last]` become the lines `new[begin:end]`."""

    first: int
    last: int
    begin: int
    end: int


def apply_edit(text: str, edit: str) -> str:
    """Return the text with the edit made; raise EditError where the text is not what it is for."""
    lines, start = text.split("\n"), 0
    for place in places_of(edit):
        before = [line[1:] for line in place if line[0] != COMES]
        after = [line[1:] for line in place if line[0] != GOES]
        at = only_place(lines, before, start)
        lines[at : at + len(before)] = after
        start = at + len(after)
    return "\n".join(lines)


def places_of(edit: str) -> Iterator[list[str]]:
    """Return the lines for each place, every one with its sign."""
    place: list[str] = []
    for line in edit.removesuffix("\n").split("\n") if edit else ():
        if line == ELSEWHERE:
            yield place
            place = []
        elif line and line[0] not in (GOES, COMES, STAYS):
            raise EditError(f"the line {line!r} begins with none of '-', '+' and a space")
        else:
            place.append(line or STAYS)  # editors take the blank off an empty line
    if edit:
        yield place


def only_place(lines: list[str], wanted: list[str], start: int) -> int:
    """Return where the lines stand, which has to be at one place from `start` on."""
    if not wanted:
        raise EditError("one place has lines that come and none that says where")
    places = where_all(lines, wanted, start)
    if len(places) == 1:
        return places[0]
    if places:
        numbers = " and ".join(str(at + 1) for at in places)
        raise EditError(
            f"the place at {first_words(wanted)!r} is not clear, since lines {numbers} begin it; "
            "add a line before or after it"
        )
    raise EditError(what_is_there(lines, wanted))


def where_all(lines: list[str], wanted: list[str], start: int) -> list[int]:
    ends = len(lines) - len(wanted) + 1
    return [at for at in range(start, ends) if lines[at : at + len(wanted)] == wanted]


def first_words(lines: list[str]) -> str:
    """Return the first line that says something, for a person who looks for it."""
    return next((line.strip() for line in lines if line.strip()), "")


def what_is_there(lines: list[str], wanted: list[str]) -> str:
    """Say what the nearest place in the text has instead."""
    joined = "\n".join(wanted)
    matcher = SequenceMatcher(None, "", joined, autojunk=False)

    def likeness(at: int) -> float:
        matcher.set_seq1("\n".join(lines[at : at + len(wanted)]))
        return matcher.ratio()

    near = max(range(len(lines)), key=likeness)
    for number, (line, found) in enumerate(zip_longest(wanted, lines[near : near + len(wanted)])):
        if line != found:
            where = f"in line {near + number + 1}, the nearest place"
            there = "the text has ended" if found is None else f"{found.strip()!r} is there"
            return f"expected {line.strip()!r} {where}, where {there}"
    return f"{first_words(wanted)!r} stands in line {near + 1}, ahead of the place before it"


def edit_of(base: str, text: str) -> str:
    """Return a short edit that makes `text` of `base`."""
    old, new = base.split("\n"), text.split("\n")
    places, start = [], 0
    groups = grouped(changes(old, new))
    while groups:
        group = groups.pop(0)
        top, bottom = clear_span(old, group, start)
        while groups and groups[0][0].first <= bottom:
            group = group + groups.pop(0)
            top, bottom = clear_span(old, group, start)
        places.append("\n".join(signed(old, new, group, top, bottom)))
        start = bottom
    return f"\n{ELSEWHERE}\n".join(places) + "\n" if places else ""


def changes(old: list[str], new: list[str]) -> list[Change]:
    """Return what makes the new lines of the old ones."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Change(*span) for kind, *span in matcher.get_opcodes() if kind != "equal"]


def grouped(found: list[Change]) -> list[list[Change]]:
    groups: list[list[Change]] = []
    for change in found:
        if groups and change.first - groups[-1][-1].last <= CLOSE:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def clear_span(old: list[str], group: list[Change], start: int) -> tuple[int, int]:
    """Return the lines around the changes that are at one place alone, as few as will do.

    Blank lines alone are no place: the next edit of the solution would add one.
    """
    first, last = group[0].first, group[-1].last
    top, bottom = first, last
    while not first_words(old[top:bottom]) or len(where_all(old, old[top:bottom], start)) > 1:
        if (top, bottom) == (start, len(old)):
            break
        if top > start and (first - top <= bottom - last or bottom == len(old)):
            top -= 1
        else:
            bottom += 1
    return top, bottom


def signed(
    old: list[str], new: list[str], group: list[Change], top: int, bottom: int
) -> Iterator[str]:
    """Return the lines of one place with their signs."""
    at = top
    for change in group:
        yield from with_sign(STAYS, old[at : change.first])
        yield from with_sign(GOES, old[change.first : change.last])
        yield from with_sign(COMES, new[change.begin : change.end])
        at = change.last
    yield from with_sign(STAYS, old[at:bottom])


def with_sign(sign: str, lines: list[str]) -> Iterator[str]:
    return (f"{sign}{line}" if line else sign.strip() for line in lines)
