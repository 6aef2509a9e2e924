"""Who is in the course, and whose hand-in is whose."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

__all__ = [
    "Claim",
    "Person",
    "Roster",
    "bare",
    "ends",
    "letters",
    "name_orders",
    "names",
    "plain",
    "teams_of",
    "who",
]


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

    @property
    def who(self) -> str:
        return who(self.label, self.name)


def who(label: str, name: str) -> str:
    """Return how an instructor is told of somebody: an id alone says nothing to most people."""
    return f"{label} ({name})" if plain(name) not in ("", plain(label)) else label


@dataclass(frozen=True)
class Claim:
    """What a hand-in says about whose it is.

    `squeezed` is a name of which only letters are left; `behind_team` says that the name of a team
    stands before the person's, as in Group A-Anna Berg.
    """

    anything: str = ""
    id: str = ""
    login: str = ""
    name: str = ""
    squeezed: str = ""
    behind_team: bool = False


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


def names(text: str, name: str) -> bool:
    """Say whether a text holds a name, however accents and what is no letter are written."""
    return bare(name) in bare(text)


def words_in(text: str) -> list[str]:
    return [bare(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", text)) if word]


def number_in(text: str) -> str:
    """Return a number without what a spreadsheet takes away or adds: 0017 and 17.0 are 17."""
    found = re.fullmatch(r"0*(\d+)(?:[.,]0)?", text.strip())
    return found[1] if found else ""


def name_orders(name: str) -> set[str]:
    """Return a name in each order of first and last names: "Berg, Anna" and "Anna Berg"."""
    last, comma, first = (part.strip() for part in name.partition(","))
    words = f"{first} {last}".split() if comma else name.split()
    return {" ".join(words[cut:] + words[:cut]) for cut in range(len(words))}


def are_parts(words: set[str], others: set[str]) -> bool:
    """Say whether all words of one name stand in the other, two at least: Anna [Maria] Berg."""
    return len(words & others) > 1 and (words <= others or others <= words)


def ends(text: str, mark: str = "-") -> list[str]:
    """Return what stands after each mark, the longest first."""
    parts = text.split(mark)
    return [mark.join(parts[cut:]) for cut in range(1, len(parts))]


CLOSE = 0.8  # as alike as two spellings of one name: abreg, aberg

# How platforms and people call the column that says who belongs together.
TEAM = re.compile(
    r"(group|team|gruppe|groupe|equipe|grupo|equipo|gruppo|gruppi|squadra|groep)(name|[ens]{0,2})"
)


def teams_of(more: Mapping[str, str]) -> list[str]:
    """Return the teams in the other columns of somebody; Moodle names several in one cell."""
    cells = [cell for title, cell in more.items() if TEAM.fullmatch(bare(title))]
    return [name for cell in cells for name in {cell, *re.split(r"[,;]", cell)} if name.strip()]


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
            "number": self._index(lambda one: [number_in(one.id)]),
        }
        self._teams = self._index(lambda one: map(letters, teams_of(one.more)))
        self._words = self._index(lambda one: words_in(one.name))

    def _index(self, keys: Callable[[Person], Iterable[str]]) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for key in {key for key in keys(person) if key}:
                found.setdefault(key, []).append(person)
        return found

    def has(self, column: str) -> bool:
        """Say whether anybody's cell of this column (id, name, email or login) is filled."""
        return bool(self._by[column])

    def more_titles(self) -> list[str]:
        """Return the titles of the columns by which nobody is looked for."""
        titles = dict.fromkeys(title for person in self.people for title in person.more)
        return [title for title in titles if title and not TEAM.fullmatch(bare(title))]

    def team(self, name: str) -> list[Person]:
        """Return the members of a team, by the roster's column of groups or teams.

        Sakai puts an id of its own behind the name: Team 1(0a1b-2c3d).
        """
        alone = re.sub(r"\([^()]*\)$", "", name)
        return self._teams.get(letters(name)) or self._teams.get(letters(alone), [])

    def find(self, claim: Claim) -> list[Person]:
        """Return whom a claim fits.

        By the surest column that knows it, more than one if that does not tell.
        """
        for column, key in self._tries(claim):
            if key and (found := self._by[column].get(key)):
                return found
        return []

    def knows(self, text: str) -> bool:
        """Say whether a name of a folder or file is somebody's, alone or behind an assignment's.

        It may be a team's, too.
        """
        found = self.find(Claim(text)) or self.login_that_ends(text) or self.among_words(text)
        return bool(found or self.team(text))

    def near(self, text: str) -> list[Person]:
        """Return who may be meant by what fits nobody.

        A part of the name is left out or too many, or a letter is wrong. Ids are not compared:
        those of two people differ in one digit.
        """
        said, words = bare(text), {*words_in(text)}
        sharing = {one.label: one for word in words for one in self._words.get(word, ())}
        by_words = [one for one in sharing.values() if are_parts(words, {*words_in(one.name)})]
        known = {
            key: one[0]
            for by in ("login", "bare")
            for key, one in self._by[by].items()
            if key[:1] == said[:1]
        }
        close = [known[key] for key in get_close_matches(said, known, cutoff=CLOSE)]
        return list({one.label: one for one in (*by_words, *close)}.values())

    def among_words(self, text: str) -> list[Person]:
        """Return whom a text names by a whole name and by a login or an id, as platforms do.

        `Berg, Anna(aberg)` is of Sakai, `Berg_Anna_aberg_1234` of ILIAS, with a number of its own.
        """
        said = Counter(words_in(text))
        people = {one.label: one for word in said for one in self._words.get(word, ())}
        return [one for one in people.values() if self._explains(one, said)]

    def _explains(self, person: Person, said: Counter[str]) -> bool:
        rest = said - (name := Counter(words_in(person.name)))
        signs = [sign for sign in map(words_in, (person.login, person.id)) if sign]
        proof = next((sign for sign in signs if not Counter(sign) - rest), None)
        others = rest - Counter(proof)
        return (
            proof is not None
            and not name - said
            and all(word.isdigit() and word not in self._by["id"] for word in others)
        )

    @staticmethod
    def _tries(claim: Claim) -> Iterable[tuple[str, str]]:
        said = claim.name or claim.anything
        yield "id", plain(claim.id or claim.anything)
        yield "login", plain(claim.login or claim.anything)
        yield "email", plain(claim.login or claim.anything)
        yield "name", plain(said)
        yield "squeezed", letters(claim.squeezed or said)
        yield "bare", bare(claim.squeezed or said)
        yield "number", number_in(claim.id or said)
        for end in ends(said) if claim.behind_team else ():
            yield "name", plain(end)

    def login_that_ends(self, text: str) -> str:
        """Return the longest login of the course that stands after a `-` at the end of the text."""
        return next((end for end in ends(text) if plain(end) in self._by["login"]), "")
