"""What was pasted, as it was before: the one place where texts are made alike.

In this order: codes of addresses and mails, marks around the text and its lines, lines that were
broken, and only then words, since what changes the length of a line hides where it was broken.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cffi_workshop.explain.disguises import LABELS, STAMP, layers, undisguised
from cffi_workshop.explain.reading import BEGINS, HEAD
from cffi_workshop.explain.spellings import respelled
from cffi_workshop.explain.translations import in_english
from cffi_workshop.explain.wrapped import in_sentences, rejoined

__all__ = ["logged", "plain", "restored"]

# Of the places that macOS tried, those where nothing lies; and a list with another reason.
TRIED_IN_VAIN = re.compile(
    r"'[^'\n]*' \((?:no such file(?:, not in dyld [a-z ]*cache)?"
    r"|relative path not allowed in hardened program)\)(?:, )?"
)
TRIED = re.compile(r"tried: '[^'\n]*' \(")
# cffi's setup.py tries whether the compiler has this and that, and prints so behind what failed.
IGNORABLE = "The above error message can be safely ignored."
LONGEST = 1200  # characters of a line that are read; a command of the compiler may have more
IS_BEGINNING = re.compile(BEGINS)
IS_HEAD = re.compile(HEAD)


def plain(text: str) -> str:
    """Return the text in English, without what was done to it on its way here."""
    return in_words(undisguised(text))


@lru_cache(maxsize=1)  # what was found in a text is asked about a second time
def restored(text: str) -> tuple[str, ...]:
    """Return the plain text, and what else it may have been before its lines were broken."""
    return tuple(dict.fromkeys(map(in_words, dict.fromkeys(unbroken(text)))))


def unbroken(pasted: str) -> list[str]:
    """Return the text without marks, as it is and with lines put together in each way.

    A terminal breaks the lines of a log with what stands ahead of them, so that of the pieces only
    the first has a mark: they are put together ahead of each layer of marks, too.
    """
    *marked, text = layers(pasted)
    ways = [text, *(rejoined(text, IS_BEGINNING, cut) for cut in (True, False))]
    for one in marked:
        joined = (rejoined(one, logged(), cut) for cut in (True, False))
        ways += (undisguised(whole) for whole in joined if whole != one)
    return [*ways, in_sentences(text, IS_BEGINNING, IS_HEAD)]


@cache
def logged() -> re.Pattern[str]:
    """Return what begins a line that has a mark of its own, or a message."""
    marks = [label for label, least in LABELS if least == 1]
    return re.compile("|".join([STAMP, *marks, BEGINS]))


def in_words(text: str) -> str:
    """Return the text in the words of the catalogue.

    Of places that were tried those with the most telling reason are left. Of long lines the middle
    is left out.
    """
    bare = in_english(respelled(text))
    bare = bare.split(IGNORABLE)[-1]
    return "\n".join(shortened(without_vain(line)) for line in bare.split("\n"))


def without_vain(line: str) -> str:
    """Leave out the places where there is no file, if another was refused for a reason."""
    rest = TRIED_IN_VAIN.sub("", line) if "tried: '" in line else line
    return rest if TRIED.search(rest) else line


def shortened(line: str) -> str:
    half = LONGEST // 2
    return line if len(line) <= LONGEST else f"{line[:half]}…{line[-half:]}"
