"""Names taken out of what everybody may read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from ..book.book_rows import PersonRow
from ..roster.roster import name_orders

__all__ = ["Anonymity"]

# Letters, below which a word of a name is taken out only as it is written: "Do", but not "do".
SHORT = 3
DIGITS = 4  # a number with fewer stands in code for what it is, and not for somebody
LETTER = r"[^\W\d_]"
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


class Anonymity:
    """Takes out each word of a person's own names, and the whole names of everybody else."""

    def __init__(self, people: Iterable[PersonRow] = ()) -> None:
        self._whole = sorted(
            {name for one in people for name in whole_names(one)}, key=len, reverse=True
        )

    def of(self, text: str, person: PersonRow) -> str:
        """Return what `person` wrote without names, however they are spelt."""
        text = unicodedata.normalize("NFC", text)
        folded = text.casefold()
        for name in self._whole:
            if name.casefold() in folded:
                text = re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
        for word in own_words(person):
            text = pattern_of(word).sub("…", text)
        return text


def whole_names(person: PersonRow) -> Iterator[str]:
    """Yield names that are this person's alone: those of two words and more, and addresses."""
    if person.email:
        yield person.email
    for name in (*name_orders(person.name), person.label):
        for spelt in spellings(name):
            if " " in spelt:
                yield spelt


def own_words(person: PersonRow) -> list[str]:
    """Return each word of the names, and the names written as one word, the longest first."""
    names = (person.name, person.login, person.email.partition("@")[0], person.label)
    words = {word for name in names for word in re.findall(r"\w+", name)}
    words |= {"".join(re.findall(r"\w+", order)) for order in name_orders(person.name)}
    words = {word for word in words if not word.isdecimal() or len(word) >= DIGITS}
    return sorted(
        {spelt for word in words for spelt in spellings(word)} - {""}, key=len, reverse=True
    )


def spellings(name: str) -> set[str]:
    """Return a name as it is, without accents, and as German writes it without its own letters."""
    name = unicodedata.normalize("NFC", name)
    bare = "".join(
        mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark)
    )
    return {name, bare, name.translate(GERMAN)}


@cache
def pattern_of(word: str) -> re.Pattern[str]:
    """Find a word by itself: anna, anna_fib and Anna2, but not a part of `timer` for Tim."""
    if word.isdecimal():  # a number by itself: 1001, s1001, but not a part of 21001.5
        return re.compile(rf"(?<!\d){word}(?!\d)")
    if not word.isascii():  # not all scripts put spaces between words
        return re.compile(re.escape(word), re.IGNORECASE)
    flags = re.IGNORECASE if len(word) >= SHORT else re.NOFLAG
    return re.compile(rf"(?<!{LETTER}){re.escape(word)}(?!{LETTER})", flags)
