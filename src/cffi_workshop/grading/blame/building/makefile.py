"""Which line of a Makefile a finding is about: by the names that it speaks of."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import PurePath

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.differences import LONGEST
from ..files.functions import Function

__all__ = ["of_makefile"]

MAKEFILE = "Makefile"
NO_RULE = re.compile(r"No rule to make target [`'\u2018](\S{1,200}?)['\u2019]")
BUILT_NO = re.compile(r"\bbuilt no (\S{1,200}?)\.(?: |$)")
BUILT = re.compile(r"\bmake built (\S{1,200}?),? (?:but|without) ")
NOT_FOUND = re.compile(r"linker cannot find the [\w ]{1,20} (\S{1,200}?)\.(?: |$)")
NO_INPUT = re.compile(r"\bno input files\b")
NAMED = re.compile(r"\$[({](\w{1,80})")  # a variable, whatever becomes of its words
WRITES = re.compile(r"[ \t]-o[ \t]{0,9}(\S{1,200}\.(?:c|cpp|f90|h))(?=\s|$)")
STOPPED_AT = re.compile(r"\*\*\* \[Makefile:(\d{1,6}): ")
STAYS_OLD = re.compile(r" is still the old one\.")
SETS = re.compile(r"[ \t]{0,20}(\w{1,80})[ \t]{0,20}(?::|\?|\+)?=[ \t]{0,20}([^#\n]{0,200})")
VARIABLE = re.compile(r"\$[({](\w{1,80})[)}]")
WORD = re.compile(r"[\w./-]{3,200}")
# What another system calls a library is no slip.
OF_ANOTHER_SYSTEM = (".dylib", ".dll")
ALIKE = 0.6


def of_makefile(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the line of the Makefile that it is about, where that is known.

    That line has the name for which make has no rule, or a name like the library's; or it is of the
    rule whose library came out wrong or stays as it is.
    """
    if finding.cause != "make-failed" or MAKEFILE not in case.submission.files:
        return finding
    source = case.source(MAKEFILE)
    line = None
    if (written := WRITES.search(finding.detail)) and written[1] in case.submission.files:
        message = f"{finding.message} The command has -o {written[1]}, which writes over that file."
        finding, line = replace(finding, message=message), stopped_at(finding)
    elif unknown := NO_RULE.search(finding.message):
        line = pattern_for(source, unknown[1]) or line_of_word(source, unknown[1])
    elif lacking := BUILT_NO.search(finding.message):
        line = line_of_word(source, lacking[1], is_right=True) or line_that_links(source)
        if first := first_in_place_of(source, lacking[1]):
            line = first.first
            message = (
                f"{finding.message} Without a name, make makes the first target of {MAKEFILE}, "
                f"which is {first.name}; expected the library's ahead of it."
            )
            finding = replace(finding, message=message)
    elif lacking := NOT_FOUND.search(finding.message):
        said = source.own_lines_with(lacking[1])
        line = command_for(source, lacking[1]) or next(iter(said), None)
    elif built := BUILT.search(finding.message):
        line = command_for(source, built[1])
    elif NO_INPUT.search(finding.message):
        line = where_nothing_is_found(source)
    elif STAYS_OLD.search(finding.message):
        line = rule_that_links(source)
    return replace(finding, location=Location(MAKEFILE, line)) if line else finding


def stopped_at(finding: Diagnosis) -> int | None:
    """Return the line of the command that make says it stopped at, or None."""
    found = STOPPED_AT.search(finding.detail)
    return int(found[1]) if found else None


def first_in_place_of(source: Source, library: str) -> Function | None:
    """Return the first rule, if it does not lead to the library, and a later one makes it."""
    wanted, leading = {PurePath(library).stem}, []
    for rule in reversed(source.functions):
        names = [PurePath(each).stem for each in re.split(r"[\s:]+", expanded(source, rule.first))]
        if wanted.intersection(names):
            leading.append(rule)
            wanted.add(rule.name)
    first = next(iter(source.functions), None)
    return first if leading and first not in leading else None


def line_of_word(source: Source, name: str, *, is_right: bool = False) -> int | None:
    """Return the learner's own line with the name, or with the one that is most like it, or None.

    Where the name `is_right`, another one is meant, but not what another system calls a library.
    """
    alike: list[tuple[float, int]] = []
    for line in source.own:
        for word in WORD.findall(expanded(source, line)):
            if is_right and (word == name or word.endswith(OF_ANOTHER_SYSTEM)):
                continue
            alike.append((SequenceMatcher(None, word, name).ratio(), -line))
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] > ALIKE else None


def pattern_for(source: Source, name: str) -> int | None:
    """Return the line of the learner's own rule for all files with that name's ending, or None.

    What this rule asks for is not there.
    """
    libraries = (".so", *OF_ANOTHER_SYSTEM)
    wanted = {PurePath(name).suffix} | ({*libraries} if name.endswith(libraries) else set())
    for rule in source.functions:
        made = expanded(source, rule.first).partition(":")[0].split()
        endings = {each.partition("%")[2] for each in made if "%" in each}
        if endings & wanted and rule.first in source.own:
            return rule.first
    return None


def expanded(source: Source, line: int) -> str:
    """Return a line without its comment, with what the variables stand for that are set ahead."""
    values: dict[str, str] = {}
    for text in source.lines[: line - 1]:
        if said := SETS.match(text[:LONGEST]):
            values.setdefault(said[1], in_full(said[2], values))
    return in_full(source.line(line).partition("#")[0], values)


def in_full(text: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)[:LONGEST]


def command_for(source: Source, name: str) -> int | None:
    """Return the first command of the rule that makes a file, if it is the learner's own."""
    stem = name.rpartition(".")[0]  # each system has an ending of its own
    for rule in source.functions:
        made = expanded(source, rule.first).partition(":")[0].split()
        if stem in (each.rpartition(".")[0] for each in made):
            return next((line for line in source.own if rule.body <= line <= rule.last), None)
    return None


def where_nothing_is_found(source: Source) -> int | None:
    """Return the line of the variable of a rule that is empty, or that looks for files, or None."""
    rules = [each for each in source.functions if each.name != "clean"]
    said = "\n".join(source.line(at) for each in rules for at in each.span)
    names = [*dict.fromkeys(NAMED.findall(said))]
    for name in names:
        for at, text in enumerate(source.lines, start=1):
            sets = SETS.match(text[:LONGEST])
            if sets is None or sets[1] != name:
                continue
            if "wildcard" in sets[2] or not sets[2].strip():
                return at
            names += [each for each in NAMED.findall(sets[2]) if each not in names]
    return None


def line_that_links(source: Source) -> int | None:
    own = (line for line in source.own if "-shared" in source.lines[line - 1])
    return next(own, None)


def rule_that_links(source: Source) -> int | None:
    """Return where the rule begins whose commands make a library, if that line is their own."""
    rules = [each for each in source.functions if "-shared" in source.body_of(each)]
    return next((each.first for each in rules if each.first in source.own), None)
