"""Of several changes that mend a check: what can be said where they do not say the same."""

from __future__ import annotations

import re

from cffi_workshop.grading.blame import Source

from ..step import Step
from .kinds import in_words

__all__ = ["agreed", "is_vague"]

# How much less likely than the one that is told another change is, that nobody needs to hear of.
FAR = 0.8
VAGUE = re.compile(r" (?:something (?:else|more)|one thing more|another formula) ")
PLACE = re.compile(r" (?:ahead of|behind) `[^`]{1,80}`\.$")
WHOLE = re.compile(r"The check passes with (?P<new>.+) in place of (?P<old>.+)")


def is_vague(says: str) -> bool:
    """Say whether a sentence tells where the mistake is, and not what it is."""
    return VAGUE.search(says) is not None


def agreed(source: Source, best: Step, mending: list[Step]) -> str:
    """Return what is said of the best change; less, or nothing, where others as good say another.

    Where all of them have something else in one place, that place is named, and what kind of thing
    stands there.
    """
    said = in_words(source, best.text)
    as_good = [each for each in mending if each.cost <= best.cost + FAR and each.text != best.text]
    others = {in_words(source, each.text) for each in as_good} - {said}
    if not said or not others:
        return said
    if len({PLACE.sub("", each) for each in (said, *others)}) == 1:
        return PLACE.sub("", said).rstrip(".") + "."  # wherever it stands
    places = {found["old"] for each in (said, *others) if (found := WHOLE.match(each))}
    if len(places) == 1 and all(WHOLE.match(each) for each in others):
        return f"The check passes with something else in place of {places.pop()}"
    return ""
