"""The hand-ins of each layout, and what each says of whose it is.

What platforms write stands in platform_names.py and gradescope.py; clones lie as `gh classroom
clone student-repos` lays them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from ..hand_ins.contents import Contents
from ..hand_ins.file_names import is_packed, whose
from ..hand_ins.gradescope import METADATA, Export, exports
from ..hand_ins.hand_in import HandIn, hand_in, reader, without_suffix
from ..hand_ins.platform_names import PLATFORMS, time_of
from ..hand_ins.sources import Source
from ..roster.roster import Claim, Roster, ends
from ..roster.titles import is_hidden
from .layouts import Layout, course_of_exercise, group_within

__all__ = ["hand_ins"]


def hand_ins(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield the hand-ins, in the order of their labels."""
    source = layout.source
    if layout.name == "one":
        yield HandIn(source.name, Claim(source.name), lambda: everything(source), [source.name])
    elif layout.name == "exercises":
        yield from by_exercise(layout, roster, exercises)
    elif pattern := PLATFORMS.get(layout.name):
        yield from by_platform(layout, pattern, roster, exercises)
    elif layout.name == "gradescope":
        yield from of_gradescope(layout)
    elif layout.name == "git":
        yield from clones(source, roster, exercises)
        yield from files_of_people(layout, roster, exercises)
    else:
        for name in filter(source.is_folder, source.names()):
            yield from of_entry(layout, name, roster, exercises)
        yield from files_of_people(layout, roster, exercises)


def everything(source: Source) -> Contents:
    together = Contents()
    for name in source.names():
        together.add_all(source.contents(name), f"{name}/" if source.is_folder(name) else "")
    return together


def of_entry(
    layout: Layout, name: str, roster: Roster, exercises: list[Exercise]
) -> Iterator[HandIn]:
    """Yield the hand-in that a folder or something packed is, or those of a group or of mails."""
    group = group_within(layout.source, name, roster, exercises)
    if group is None:
        folder = layout.source.is_folder(name)
        yield hand_in(layout.source, name, name if folder else without_suffix(name))
        return
    for one in hand_ins(group, roster, exercises):
        one.sources = [f"{name}/{source}" for source in one.sources]
        yield one
    layout.aside.extend(f"{name}/{more}" for more in group.aside)


def of_gradescope(layout: Layout) -> Iterator[HandIn]:
    """Yield a hand-in for each person of each folder: some hand in together."""
    source = layout.source
    told = source.contents(METADATA).files.get(METADATA) if source.has(METADATA) else None
    known = exports(told.content.decode(errors="replace")) if told else {}
    for name in source.names():
        if source.is_folder(name):
            export = known.get(name, Export())
            for claim in export.claims or [Claim(name)]:
                label = claim.name or claim.login or claim.id or name
                read = reader(source, {name: name}, export.created)
                yield HandIn(label, claim, read, [name], handed_in=export.created)
        elif name != METADATA:
            layout.aside.append(name)


def files_of_people(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield what lies there as a file: an archive, a notebook, files that say whose they are.

    Anything else is somebody's if it is called after somebody of the roster.
    """
    source = layout.source
    known = {Path(file).name for one in exercises for file in (*one.editable, *one.locked)}
    flat: dict[str, list[str]] = {}
    for name in source.names():
        if source.is_folder(name):
            continue
        if owner := whose(name, known):
            flat.setdefault(owner, []).append(name)
        elif is_packed(name) or source.is_link(name) or roster.find(Claim(without_suffix(name))):
            yield from of_entry(layout, name, roster, exercises)
        else:
            layout.aside.append(name)
    for owner, names in flat.items():
        own = {name: name[len(owner) :].lstrip("-_. ") for name in names}
        yield HandIn(owner, Claim(owner), reader(source, own), names)


def by_exercise(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    source = layout.source
    for name in source.names():
        if course := course_of_exercise(source, name, exercises):
            slug, inner = course
            for one in hand_ins(inner, roster, exercises):
                one.exercise = slug
                yield one
            layout.aside.extend(f"{name}/{more}" for more in inner.aside)
        elif is_packed(name):
            yield from of_entry(layout, name, roster, exercises)
        else:
            layout.aside.append(name)


def by_platform(
    layout: Layout, pattern: re.Pattern[str], roster: Roster, exercises: list[Exercise]
) -> Iterator[HandIn]:
    """Put together what belongs to one person.

    A platform writes an entry for each file or plugin.
    """
    source = layout.source
    found: dict[str, HandIn] = {}
    own: dict[str, dict[str, str]] = {}  # by ticket, the name of each entry before the platform's
    for name in source.names():
        match = pattern.match(name)
        if match is None:
            if source.is_folder(name) or is_packed(name):
                yield from of_entry(layout, name, roster, exercises)
            elif (layout.name, name) != ("brightspace", "index.html"):  # it lists the rest
                layout.aside.append(name)
            continue
        parts = match.groupdict()
        ticket = parts.get("participant") or parts.get("user") or ""
        key = f"{ticket or parts['name']} {parts.get('attempt', '')}"
        one = found.setdefault(key, platform_hand_in(parts, ticket))
        one.sources.append(name)
        one.late = one.late or bool(parts.get("late"))
        own.setdefault(key, {})[name] = parts["file"]
    if layout.name == "blackboard":
        name_logins(list(found.values()), roster)
    in_teams = layout.name == "moodle" and all("-" in one.label for one in found.values())
    for key, one in found.items():
        one.read = reader(source, own[key], one.handed_in)
        one.claim = replace(one.claim, behind_team=in_teams)
        yield one


def platform_hand_in(parts: dict[str, str], ticket: str) -> HandIn:
    if "participant" in parts:
        blind = is_hidden(parts["name"].rpartition("-")[2])
        label = f"{parts['name']} {ticket}" if blind else parts["name"]
        ticket = f"moodle:{ticket}" if ticket else ""  # people without a team have no number
        return HandIn(label, Claim(name=label), Contents, ticket=ticket, is_hidden=blind)
    if "attempt" in parts:
        claim = Claim(parts["name"], id=parts.get("id") or "")
        return HandIn(parts["name"], claim, Contents, handed_in=time_of(parts["attempt"]))
    claim, blind = Claim(id=ticket, squeezed=parts["name"]), ticket.startswith("anon_")
    label = parts["name"] or ticket
    return HandIn(label, claim, Contents, ticket=f"canvas:{ticket}", is_hidden=blind)


def name_logins(attempts: list[HandIn], roster: Roster) -> None:
    """Say whose each attempt is.

    Behind COURSE_ASSIGNMENT_, which all have, stands the login, and any of the three may hold a
    `_`.
    """
    heads = {one.label for one in attempts}
    common = beginning(sorted(heads), "_") if len(heads) > 1 else ""
    for one in attempts:
        least = one.label.removeprefix(common) if common else one.label.rpartition("_")[2]
        tails = [tail for tail in ends(one.label, "_") if len(tail) >= len(least)]
        one.label = next((tail for tail in tails if roster.find(Claim(tail))), least)
        one.claim = Claim(one.label)


def clones(source: Source, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield a hand-in for each clone.

    Its folder is called ASSIGNMENT-LOGIN, and either may hold a `-`.
    """
    names = [name for name in source.names() if source.is_folder(name)]
    common = beginning(names) if len(names) > 1 else ""
    for name in names:
        slug = next((f"{one.slug}-" for one in exercises if name.startswith(f"{one.slug}-")), "")
        login = roster.login_that_ends(name) or name.removeprefix(common or slug) or name
        yield hand_in(source, name, login, Claim(login, login=login))


def beginning(names: list[str], mark: str = "-") -> str:
    """Return what all names begin with, up to a mark."""
    first, last = min(names), max(names)
    same = next(
        (n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
        len(first),
    )
    return first[: first[:same].rfind(mark) + 1]
