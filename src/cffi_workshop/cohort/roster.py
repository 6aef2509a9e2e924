"""Who is in the course, and whose hand-in is whose.

A roster is a table as any platform or spreadsheet writes it: separated by commas, semicolons or
tabs, with or without a byte-order mark. Of its columns, those that say who somebody is are known by
their usual names.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cffi_workshop.errors import WorkshopError

__all__ = ["Claim", "Person", "Roster", "plain", "read_roster", "read_table"]

COLUMNS = {
    "id": ("id", "idnumber", "studentid", "matriculation", "matriculationnumber", "number"),
    "name": ("name", "fullname", "student", "studentname"),
    "email": ("email", "emailaddress", "mail"),
    "login": ("login", "username", "user", "sisloginid", "githubusername", "github", "account"),
    "first": ("firstname", "givenname", "forename"),
    "last": ("lastname", "surname", "familyname"),
}
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # the first line, where Excel wrote it
NOT_A_PERSON = ("points possible", "student, test", "test student")  # rows of Canvas's export


@dataclass(frozen=True)
class Person:
    """Somebody of the roster; `more` holds the columns that are not known here."""

    id: str = ""
    name: str = ""
    email: str = ""
    login: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What tells this person from others, in a word."""
        return self.id or self.login or self.email or self.name


@dataclass(frozen=True)
class Claim:
    """What a hand-in says about whose it is.

    `squeezed` is a name of which only letters are left.
    """

    anything: str = ""
    id: str = ""
    login: str = ""
    name: str = ""
    squeezed: str = ""


def plain(text: str) -> str:
    """Return what two ways to write a name have in common.

    Composed, without case, single spaces.
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", plain(text))


def bare(text: str) -> str:
    """Return the letters without accents, for a platform that took them away."""
    split = unicodedata.normalize("NFKD", text)
    return letters("".join(mark for mark in split if not unicodedata.combining(mark)))


def name_orders(name: str) -> set[str]:
    """Return a name in each order of first and last names: "Berg, Anna" and "Anna Berg"."""
    last, comma, first = (part.strip() for part in name.partition(","))
    words = f"{first} {last}".split() if comma else name.split()
    return {" ".join(words[cut:] + words[:cut]) for cut in range(len(words))}


class Roster:
    """The people of a course, found by what hand-ins say of them."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = list(people)
        self._by = {
            "id": self._index(lambda one: [plain(one.id)]),
            "login": self._index(lambda one: [plain(one.login)]),
            "email": self._index(
                lambda one: [plain(one.email), plain(one.email.partition("@")[0])]
            ),
            "name": self._index(lambda one: map(plain, name_orders(one.name))),
            "squeezed": self._index(lambda one: map(letters, name_orders(one.name))),
            "bare": self._index(lambda one: map(bare, name_orders(one.name))),
        }

    def _index(self, keys: Callable[[Person], Iterable[str]]) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for key in {key for key in keys(person) if key}:
                found.setdefault(key, []).append(person)
        return found

    def find(self, claim: Claim) -> list[Person]:
        """Return whom a claim fits.

        By the surest column that knows it, more than one if that does not tell.
        """
        for column, key in self._tries(claim):
            if key and (found := self._by[column].get(key)):
                return found
        return []

    @staticmethod
    def _tries(claim: Claim) -> Iterable[tuple[str, str]]:
        names = claim.name or claim.anything
        yield "id", plain(claim.id or claim.anything)
        yield "login", plain(claim.login or claim.anything)
        yield "email", plain(claim.login or claim.anything)
        yield "name", plain(names)
        yield "squeezed", letters(claim.squeezed or names)
        yield "bare", bare(claim.squeezed or names)

    def login_that_ends(self, text: str) -> str:
        """Return the longest login of the course that stands after a `-` at the end of the text."""
        parts = text.split("-")
        ends = ["-".join(parts[cut:]) for cut in range(1, len(parts))]
        return next((end for end in ends if plain(end) in self._by["login"]), "")


def read_roster(path: Path) -> Roster:
    """Read a roster; raise WorkshopError with what is wrong with it."""
    rows = read_table(path)
    if not rows:
        raise WorkshopError(
            f"{path} is empty; expected a first line with names of columns, such as id,name."
        )
    columns = known_columns(rows[0])
    if not columns:
        raise WorkshopError(
            f"{path} has no column that says who somebody is; found {', '.join(rows[0])}, "
            "expected one of id, name, email, login."
        )
    rows = [rows[0], *(row for row in rows[1:] if any(map(str.strip, row)))]
    refuse_shifted(path, rows)
    people = [person_of(rows[0], columns, row) for row in rows[1:]]
    people = [person for person in people if person.label and not is_no_person(person)]
    refuse_twins(path, people)
    return Roster(people)


def known_columns(header: list[str]) -> dict[int, str]:
    """Return what each known column is about; where two are about the same, the first counts."""
    found: dict[int, str] = {}
    for place, title in enumerate(header):
        about = next((key for key, names in COLUMNS.items() if letters(title) in names), None)
        if about and about not in found.values():
            found[place] = about
    return found


def person_of(header: list[str], columns: dict[int, str], row: list[str]) -> Person:
    cells = dict(enumerate(cell.strip() for cell in row))
    known = {about: cells.get(place, "") for place, about in columns.items()}
    first, last = known.pop("first", ""), known.pop("last", "")
    known["name"] = known.get("name") or f"{first} {last}".strip()
    more = {
        title: cells.get(place, "") for place, title in enumerate(header) if place not in columns
    }
    return Person(**known, more=more)


def is_no_person(person: Person) -> bool:
    return plain(person.name) in NOT_A_PERSON


def refuse_shifted(path: Path, rows: list[list[str]]) -> None:
    """Refuse a row that has more cells than the header: who is who would be guessed."""
    for row in rows[1:]:
        if any(map(str.strip, row[len(rows[0]) :])):
            raise WorkshopError(
                f"{path}: the row of {' '.join(row[:3])!r} has {len(row)} cells, expected "
                f"{len(rows[0])}; write a cell that holds a separator in quotation marks."
            )


def refuse_twins(path: Path, people: list[Person]) -> None:
    counts = Counter(plain(person.label) for person in people)
    twice = next((label for label, count in counts.items() if count > 1), None)
    if twice:
        raise WorkshopError(
            f"{path}: {twice!r} stands there twice; each person needs a row and an id of one's own."
        )


def read_table(path: Path) -> list[list[str]]:
    """Return the cells of a table, whatever separates them."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise WorkshopError(
            f"{path} cannot be read ({error.strerror}); expected a table in CSV."
        ) from None
    said = SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else max(",;\t", key=text.partition("\n")[0].count)
    if is_no_text(text):
        raise WorkshopError(f"{path} is no text; save the table as CSV, and give that.")
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [row for row in lines if row]
    except csv.Error as error:
        raise WorkshopError(
            f"{path} is no table ({error}); see that each quotation mark has its other one, and "
            "that one inside a cell stands there twice."
        ) from None


def is_no_text(text: str) -> bool:
    """Say whether it is the file of a spreadsheet program, or something else that is no text."""
    return text.startswith("PK\3\4") or "\0" in text


def decoded(content: bytes) -> str:
    """Return a table as text: UTF-8 or UTF-16 by its mark, or what Western spreadsheets write.

    UTF-16 without a mark shows by its second byte: the first letter of a title is of ASCII.
    """
    if content[1:2] == b"\0":
        return content.decode("utf-16-le", errors="replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
