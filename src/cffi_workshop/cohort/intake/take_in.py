"""From a folder of hand-ins to rows of the book: who handed in what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise

from ..book.book import Book
from ..hand_ins.contents import Contents, Refused
from ..hand_ins.file_names import copy_number, original_name
from ..hand_ins.hand_in import MOST_SHOWN, Found, HandIn, listing
from ..hand_ins.sent_times import with_sent_times
from ..hand_ins.sources import open_source
from ..roster.roster import Claim, Roster
from .from_notebooks import notebook_lacks
from .layout_hand_ins import hand_ins
from .layouts import Layout, recognise
from .matching import files_for
from .misnamed import misnamed_anywhere
from .owners import Owners, namesakes

__all__ = ["Intake", "take_in"]


@dataclass
class Intake:
    """What came in, in numbers and names."""

    layout: str
    hand_ins: int = 0
    strangers: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)  # by names that several have
    hidden: list[str] = field(default_factory=list)  # by the platform, for blind marking
    teams: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)  # in which one exercise lies several times
    aside: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)  # points of who is not on the roster
    kept: list[str] = field(default_factory=list)  # handed in before, and not there now
    copies: list[str] = field(default_factory=list)  # among the files of one person
    exercises: Counter[str] = field(default_factory=Counter)

    def count(self, label: str, exercise: str, files: Found) -> None:
        """Count what came for an exercise, and name it where nothing can be graded, or too much."""
        self.exercises[exercise] += 1
        if files.problem:
            self.unreadable.append(f"{label}: {files.problem}")
        if files.others:
            self.several.append(f"{label}: {exercise}, {len(files.others) + 1} times")

    def name_all(self, owners: Owners, book: Book) -> None:
        """Take over whose hand-ins are nobody's, or several people's, or not there any more."""
        self.strangers, self.doubtful = owners.strangers, owners.doubtful
        self.hidden, self.teams = owners.hidden, owners.teams
        self.kept = book.kept_from_before()


def take_in(
    book: Book,
    folder: Path,
    roster: Roster,
    exercises: list[Exercise],
    *,
    alone: bool,
    layout: str | None = None,
    everything: list[Exercise],
    accounts: Mapping[str, Claim] = MappingProxyType({}),
) -> Intake:
    """Write down the roster and each hand-in for one of `exercises`, all or nothing.

    `alone` says that the exercises were named: what is none of theirs is then a hand-in that lacks
    its files. `accounts` says whom a ticket of a platform belongs to, where that is known.
    """
    source = open_source(folder, everything)
    found = recognise(source, everything, layout, roster)
    intake = Intake(found.about, copies=copies(found))
    sources: dict[tuple[int, str], list[tuple[str, float]]] = defaultdict(list)
    with book.changing() as change:
        change.execute("UPDATE setting SET value = value + 1 WHERE name = 'run'")
        book.begin_roster(change, roster)
        handed_in = all_of(found, roster, everything)
        intake.hand_ins = len(handed_in)
        slugs, shared = [one.slug for one in everything], namesakes(handed_in)
        owners = Owners(book, roster, accounts, shared, slugs)
        for one in handed_in:
            people = owners.of(change, one)
            wanted = [exercise for exercise in exercises if one.exercise in (None, exercise.slug)]
            for exercise, files in parts_of(one, wanted, alone or one.exercise is not None):
                intake.count(one.label, exercise, files)
                for person in people:
                    book.add_hand_in(change, person, exercise, one, files)
                    sources[person, exercise].append(came_of(one, files))
        intake.doubles, intake.aside = doubles(sources, book.who_is_who()), found.aside
        book.forget_strangers(change)
        intake.by_hand = book.strangers_by_hand() if roster.people else []
        intake.name_all(owners, book)
    return intake


def all_of(layout: Layout, roster: Roster, exercises: list[Exercise]) -> list[HandIn]:
    """Return the hand-ins, numbered copies last; raise WorkshopError where there is none.

    Of two that are as old as each other, the later one counts in the book.
    """
    if found := list(hand_ins(layout, roster, exercises)):
        return sorted(found, key=lambda one: copy_number(one.sources[0].rpartition("/")[2]))
    there = layout.source.names()
    raise WorkshopError(
        f"There is no hand-in in {layout.source.name}: "
        f"{f'found {listing(there)}' if there else 'it is empty'}, expected {layout.about}."
    )


def copies(layout: Layout) -> list[str]:
    """Return the numbered copies among files that say of nobody whose they are.

    Google Drive numbers what several people call alike, and so does the folder of downloads.
    """
    names = layout.source.names() if layout.name == "one" else []
    return [name for name in names if (own := original_name(name)) != name and own in names]


def came_of(one: HandIn, files: Found) -> tuple[str, float]:
    """Return what a hand-in is called, and how old it is."""
    return ", ".join(one.sources), files.changed or 0.0


def doubles(
    sources: Mapping[tuple[int, str], list[tuple[str, float]]], people: Mapping[int, str]
) -> list[str]:
    """Return what came more than once for one person and exercise, a line each."""
    return [
        f"{people[person]}, {exercise or 'of no exercise'}: {named(came, is_graded=bool(exercise))}"
        for (person, exercise), came in sources.items()
        if len(came) > 1
    ]


def named(came: list[tuple[str, float]], *, is_graded: bool) -> str:
    """Return the names of hand-ins of one person, and which one counts where that is not seen."""
    names, newest = [name for name, _ in came], max(time for _, time in came)
    last = [name for name, time in came if time == newest]
    are_many = len(names) > MOST_SHOWN
    several = listing(names) if are_many else " and ".join(names)
    if is_graded and len(last) > 1:
        return f"{several} (as old as each other; {last[-1]} counts)"
    return f"{several} ({last[-1]} counts)" if is_graded and are_many else several


def parts_of(one: HandIn, exercises: list[Exercise], alone: bool) -> Iterator[tuple[str, Found]]:
    """Yield what a hand-in holds, exercise by exercise.

    One that cannot be read is a problem for each.
    """
    try:
        contents = one.read() if one.handed_in else with_sent_times(one.read())
    except Refused as reason:
        for exercise in exercises if alone else exercises[:0]:
            yield exercise.slug, Found({}, problem=str(reason))
        if not alone:
            yield "", Found({}, problem=str(reason))
        return
    found = [(exercise, files_for(exercise, contents, alone)) for exercise in exercises]
    for exercise, files in found:
        if files is not None:
            yield exercise.slug, files
    if not any(files for _, files in found):
        slug, problem = nothing_of(contents, exercises)
        yield slug, Found({}, contents.told, problem)


def nothing_of(contents: Contents, exercises: list[Exercise]) -> tuple[str, str]:
    """Return why nothing of a hand-in can be graded, and the exercise that it may be of."""
    exercise, lacks = notebook_lacks(contents, exercises)
    if reasons := contents.refused or [lacks] * bool(lacks):
        return exercise, " ".join(reasons)
    there = listing(contents.paths) or "no file"
    found = [f"No file of any exercise is there; found {there}."]
    found += [
        f"{path} is a mail; save what is attached to it, and hand in that."
        for path in contents.other
        if path.lower().endswith(".msg")
    ]
    return "", " ".join([*found, *misnamed_anywhere(exercises, contents), *contents.told])
