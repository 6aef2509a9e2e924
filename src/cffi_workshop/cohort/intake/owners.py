"""Whose each hand-in is: a person of the roster, or a stranger with a row of one's own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..book.people import People
from ..hand_ins.file_names import original_name
from ..hand_ins.hand_in import HandIn
from ..hand_ins.platform_names import of_platform
from ..roster.roster import Claim, Person, Roster, names

__all__ = ["Owners", "namesakes"]


def namesakes(hand_ins: Iterable[HandIn]) -> set[str]:
    """Return the names that several accounts of a platform have, in one assignment."""
    accounts: dict[tuple[str | None, str], set[str]] = {}
    for one in hand_ins:
        accounts.setdefault((one.exercise, one.label), set()).add(one.ticket)
    return {label for (_, label), tickets in accounts.items() if len(tickets) > 1}


@dataclass
class Owners:
    """Finds the person of each hand-in, and keeps what is to be told of the others.

    `accounts` says whom a ticket of a platform belongs to, where a worksheet of it was given.
    """

    book: People
    roster: Roster
    accounts: Mapping[str, Claim]
    shared_names: set[str]
    slugs: Iterable[str] = ()
    strangers: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = {person.label for person in self.roster.people}

    def of(self, change: sqlite3.Connection, one: HandIn) -> list[int]:
        """Return the rows of whose hand-in it is: that of one person, or those of a team."""
        fitting = self._fitting(one)
        # A platform calls a person and a team alike: by a name and a number.
        members = self.roster.team(one.label) if one.ticket or not fitting else []
        if members:
            one.ticket = ""  # the number is the team's, or that of the one who sent it in
            self.teams.append(f"{one.label}: {', '.join(person.who for person in members)}")
        if people := members or (fitting if len(fitting) == 1 else []):
            return [self.book.add_person(change, person, on_roster=True) for person in people]
        return [self._stranger(change, one, fitting)]

    def _stranger(self, change: sqlite3.Connection, one: HandIn, fitting: list[Person]) -> int:
        label = self._name_of_stranger(one, bool(fitting))
        if one.is_hidden:
            self.hidden.append(label)
        elif fitting:
            who = " and ".join(person.who for person in fitting)
            self.doubtful.append(f"{label}, which fits {who}")
        elif self.roster.people:
            self.strangers.append(label)
        return self.book.add_person(change, Person(login=label, name=one.label), on_roster=False)

    def _fitting(self, one: HandIn) -> list[Person]:
        known = self.accounts.get(one.ticket)
        # A number alone is no proof: teams have numbers of their own.
        fits = known and (one.is_hidden or names(one.label, known.name))
        found = self.roster.find(known) if known and fits else []
        if len(found) == 1:
            return found
        tries = [one.claim, *map(Claim, self._in(one.claim.anything))]
        found = next(filter(None, map(self.roster.find, tries)), [])
        return found or self.roster.among_words(one.claim.anything)

    def _in(self, said: str) -> Iterator[str]:
        """Yield who may be meant where an exercise or the number of a copy is named, too.

        GitHub calls an archive of a repository ASSIGNMENT-LOGIN-BRANCH, GitLab puts the commit
        behind that, and a mail calls its sender NAME <ADDRESS>.
        """
        if (repository := re.sub(r"-(main|master)(-[0-9a-f]{40})?$", "", said)) != said:
            yield from (self.roster.login_that_ends(repository), repository)
        yield from (word for word in re.split(r"[\s<>()\[\],;:]", said) if "@" in word)
        yield re.sub(r"<[^<>]*>", "", said)
        if found := of_platform(said):  # one of another platform than the rest
            yield found["name"]
        for one in (said, original_name(said)):  # libm-17 may be of 17, or a copy of libm
            yield one
            for slug in self.slugs:
                yield re.sub(rf"^{slug}[-_ .]+|[-_ .]+{slug}$", "", one, flags=re.IGNORECASE)

    def _name_of_stranger(self, one: HandIn, fits_several: bool) -> str:
        """Tell strangers of one name apart: no two people are ever taken for one."""
        number, source = one.ticket.partition(":")[2], one.sources[0]
        if number and (fits_several or one.label in self.shared_names):
            return f"{one.label} ({number})"
        doubtful = fits_several and source != one.label
        return f"{one.label} ({source})" if doubtful or one.label in self._taken else one.label
