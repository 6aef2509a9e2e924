"""Another name in the place of one: which may be meant, and how unlikely each is."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ..text.c_types import same_sort
from ..text.words import KEPT, Words

__all__ = ["SAME_KIND", "UNLIKE", "UNREAD", "alternatives", "cost_of_other", "may_end"]

# One name for another that is not like it: of the collected mistakes, one in 2,000 of these mends.
UNLIKE, OF_ONE_STRUCT = 3.0, 1.8
OF_FUNCTION = 2.3  # of two names that a function of a script makes
UNREAD = 0.7  # what the function is given, or makes, and never reads
SAME_KIND = 2.0  # of two parameters of a function, or of two names of one type of C
ENDS = re.compile(r"(?:free|close|release|drop)\w{0,20}$")  # for which nothing else is meant
OF_LIB = re.compile(r"(?<![\w.])lib\w{0,20}\.$")  # what has no members but those of C


def alternatives(words: Words, found: re.Match[str], line: str) -> set[str]:
    """Return the names of the same sort: members for a member, variables for a variable."""
    word = found["word"]
    if line[found.end() :].startswith("("):
        return {*words.functions} - {word} if word in words.functions else set()
    if word in KEPT:
        return set()
    if word in words.constants:
        return {*words.constants} - {word}
    if word in words.functions:  # one that is handed on
        return {*words.functions} - {word}
    is_member = line[: found.start()].endswith((".", "->"))
    of_lib = is_member and OF_LIB.search(line[: found.start()])
    members = words.of_lib if of_lib else words.members
    others = (members if is_member else words.variables) - {word}
    if is_member:  # to read another one only hides what is wrong with the right one
        others = {other for other in others if not words.keeps(word, other)}
    if words.sorts and not is_member:  # what is declared, and no type or function
        others &= words.sorts.keys()
    others = {other for other in others if may_end(word, other)}
    return {other for other in others if same_sort(words.sorts, word, other)}


def may_end(word: str, other: str) -> bool:
    """Say whether a name may stand for one that ends memory: none that only counts it may."""
    return not ENDS.search(word) or ENDS.search(other) is not None


def cost_of_other(word: str, other: str, words: Words) -> float:
    """Return how unlikely a name is in the place of another, by what both are."""
    if other in words.unused:
        return UNREAD
    pair = {word, other}
    if pair <= words.parameters or pair <= words.sorts.keys():
        most = SAME_KIND
    elif other in words.constants:
        most = OF_ONE_STRUCT
    elif pair <= words.variables - words.parameters and words.parameters:
        most = OF_FUNCTION
    else:
        most = OF_ONE_STRUCT if pair <= words.of_c else UNLIKE
    return min(most, cost_of_name(word, other))


def cost_of_name(word: str, other: str) -> float:
    """Return how unlikely it is that one name was written for another."""
    if len(word) == len(other) <= 2:
        return 1.7
    if SequenceMatcher(None, word, other, autojunk=False).ratio() >= 0.5:
        return 1.5
    return UNLIKE
