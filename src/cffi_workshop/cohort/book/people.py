"""Who is in a book: the people of its roster, and strangers, whose hand-ins match nobody."""

from __future__ import annotations

import json
import sqlite3

from cffi_workshop.errors import WorkshopError
from cffi_workshop.toml_schema import nearest

from ..roster.roster import Person, Roster, plain
from .book_file import BookFile
from .book_rows import PersonRow

__all__ = ["People", "meant"]

MOST_OFFERED = 5

# A stranger's hand-in that the last run knew as that of somebody else.
FOUND = """
DELETE FROM hand_in WHERE person IN (SELECT id FROM person WHERE NOT on_roster) AND EXISTS (
    SELECT 1 FROM hand_in AS other
    WHERE other.exercise = hand_in.exercise AND other.source = hand_in.source
    AND other.person != hand_in.person AND other.seen > hand_in.seen
)
"""
GONE = """
DELETE FROM person WHERE NOT on_roster
AND id NOT IN (SELECT person FROM hand_in) AND id NOT IN (SELECT person FROM adjustment)
"""


class People(BookFile):
    """The part of a book that says who is who."""

    def begin_roster(self, change: sqlite3.Connection, roster: Roster) -> None:
        """Put the people of a roster in; who is no longer on it is a stranger from now on."""
        if roster.people:
            change.execute("UPDATE person SET on_roster = 0")
        for person in roster.people:
            self.add_person(change, person, on_roster=True)

    def forget_strangers(self, change: sqlite3.Connection) -> None:
        """Drop those whose hand-ins have found their people, and who has nothing else here."""
        change.execute(FOUND)
        change.execute(GONE)

    def strangers_by_hand(self) -> list[str]:
        """Return who has points by hand and is not on the roster: an id may have been mended."""
        rows = self.rows(
            "SELECT DISTINCT label FROM person JOIN adjustment AS one ON person.id = one.person "
            "WHERE NOT on_roster AND points IS NOT NULL AND one.id = (SELECT max(id) FROM "
            "adjustment WHERE person = one.person AND exercise = one.exercise) ORDER BY label"
        )
        return [row["label"] for row in rows]

    def kept_from_before(self) -> list[str]:
        """Return whose hand-ins are not there now, of exercises that others handed in now."""
        rows = self.rows(
            "SELECT label, exercise FROM hand_in JOIN person ON person = person.id, (SELECT "
            "CAST(value AS INTEGER) AS now FROM setting WHERE name = 'run') WHERE exercise IN "
            "(SELECT exercise FROM hand_in WHERE seen = now) AND exercise != '' GROUP BY person, "
            "exercise HAVING max(seen) < now ORDER BY exercise, label"
        )
        return [f"{row['label']}: {row['exercise']}" for row in rows]

    def add_person(self, change: sqlite3.Connection, person: Person, on_roster: bool) -> int:
        """Add a person, or bring what is known of the person up to date; return the id."""
        known = (person.label, person.name, person.email, person.login)
        change.execute(
            "INSERT INTO person (label, name, email, login, on_roster, more)"
            " VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (label) DO UPDATE SET name = excluded.name, email = excluded.email,"
            " login = excluded.login, on_roster = excluded.on_roster, more = excluded.more",
            (*known, on_roster, json.dumps(person.more)),
        )
        rows = change.execute("SELECT id FROM person WHERE label = ?", (person.label,))
        return rows.fetchone()["id"]

    def people(self) -> list[PersonRow]:
        """Return everybody, those of the roster first, in the order of their names."""
        rows = self.rows("SELECT * FROM person ORDER BY on_roster DESC, name, label")
        return [
            PersonRow(
                **{**row, "on_roster": bool(row["on_roster"]), "more": json.loads(row["more"])}
            )
            for row in map(dict, rows)
        ]

    def who_is_who(self) -> dict[int, str]:
        return {one.id: one.who for one in self.people()}

    def roster(self) -> Roster:
        """Return the roster that the book was given last."""
        return Roster(
            Person(
                # An address or a name may be the label, too, where there is no id.
                one.label if one.label not in (one.login, one.email, one.name) else "",
                *(one.name, one.email, one.login, one.more),
            )
            for one in self.people()
            if one.on_roster
        )

    def columns(self) -> list[str]:
        """Return the other columns of the roster, in their order."""
        return list(dict.fromkeys(title for person in self.people() for title in person.more))

    def find_person(self, said: str) -> PersonRow:
        """Return who is called so; raise WorkshopError where that is nobody or several."""
        people, wanted = self.people(), plain(said)
        for fits in (lambda one: plain(one.label) == wanted, lambda one: one.is_called(said)):
            found = list(filter(fits, people))
            if len(found) == 1:
                return found[0]
            if found:
                known = " or ".join(one.label for one in found)
                raise WorkshopError(f"{said!r} may be {known}; give one of these instead.")
        raise WorkshopError(f"Nobody in {self.path} is called {said!r}{meant(people, said)}")


def meant(people: list[PersonRow], said: str) -> str:
    """Return the end of the sentence: who has that word in the name, or is called nearly so."""
    with_it = [one for one in people if plain(said) in plain(one.name).split()]
    if 1 < len(with_it) <= MOST_OFFERED:
        return f"; did you mean {' or '.join(f'{one.name} ({one.label})' for one in with_it)}?"
    words = [word for one in people for word in (one.label, one.login, one.email, one.name)]
    return nearest(said, list(filter(None, words))) or "; gradebook.csv has everybody."
