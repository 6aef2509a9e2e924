"""Which line of a Makefile a finding is about: by the names that it speaks of."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .differences import LONGEST

__all__ = ["of_makefile"]

MAKEFILE = "Makefile"
NO_RULE = re.compile(r"No rule to make target [`'\u2018](\S{1,200}?)['\u2019]")
BUILT_NO = re.compile(r"\bbuilt no (\S{1,200}?)\.(?: |$)")
STAYS_OLD = re.compile(r" is still the old one\.")
WORD = re.compile(r"[\w./-]{3,200}")
# What another system calls a library is no slip.
OF_ANOTHER_SYSTEM = (".dylib", ".dll")
ALIKE = 0.6


def of_makefile(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the line that has the name which make has no rule for, or one that is
    nearly the name of the library; and with the rule of a library that stays as it is.
    """
    if finding.cause != "make-failed" or MAKEFILE not in case.submission.files:
        return finding
    source = case.source(MAKEFILE)
    line = None
    if unknown := NO_RULE.search(finding.message):
        line = line_of_word(source, unknown[1])
    elif lacking := BUILT_NO.search(finding.message):
        line = line_of_word(source, lacking[1], is_right=True) or line_that_links(source)
    elif STAYS_OLD.search(finding.message):
        line = rule_that_links(source)
    return replace(finding, location=Location(MAKEFILE, line)) if line else finding


def line_of_word(source: Source, name: str, *, is_right: bool = False) -> int | None:
    """Return the learner's own line with that name, or with the one that is most like it; where the
    name is right, it is another one.
    """
    alike: list[tuple[float, int]] = []
    for line in source.own:
        for word in WORD.findall(source.lines[line - 1][:LONGEST].partition("#")[0]):
            if is_right and (word == name or word.endswith(OF_ANOTHER_SYSTEM)):
                continue
            alike.append((SequenceMatcher(None, word, name).ratio(), -line))
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] > ALIKE else None


def line_that_links(source: Source) -> int | None:
    own = (line for line in source.own if "-shared" in source.lines[line - 1])
    return next(own, None)


def rule_that_links(source: Source) -> int | None:
    """Return where the rule begins whose commands make a library, if that line is their own."""
    rules = [each for each in source.functions if "-shared" in source.body_of(each)]
    return next((each.first for each in rules if each.first in source.own), None)
