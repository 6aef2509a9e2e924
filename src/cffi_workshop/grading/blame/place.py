"""The line to look at: the learner's own, and as near to the mistake as can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.exercises.causes import CAUSES
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .building.built import where_built
from .declared.cdef import beside, declared_at
from .declared.heads import in_head
from .files.case import Case, Source
from .files.functions import Function
from .mistakes.shared import is_shared
from .mistakes.stays import is_of_a_build, stays_at
from .mistakes.unread import is_where_python_stopped
from .ranking.callers import called_in, functions_to_look_at, with_helpers
from .ranking.elsewhere import elsewhere
from .ranking.kinds import gives, line_of_kind, matching, raises_of
from .ranking.rank import is_of_own_style, is_rewritten, is_rewritten_at, likeliest, likely_lines
from .ranking.reach import says_something
from .symptom import of_symptom, symptom_of

__all__ = ["place_of", "places_to_try", "with_function"]

COMPILING = ("compile-error", "compile-warning")
MADE_BY_BUILD = ("import-error", "link-error", "symbol-not-found")
# What only code that runs can do, and files that are read and never run.
WHEN_RUN = (*CAUSES["memory"], *CAUSES["limits"], "early-exit")
READ_ALONE = (".pyi", ".toml", ".in")
FEW = 3  # lines next to each other, which are as good as one
# What runs has been built and compared before: a build script comes last there.
BEFORE_RUNNING = [
    cause
    for group in ("not there yet", "building", "declaring", "loading")
    for cause in CAUSES[group]
]


def at_nul(finding: Diagnosis, case: Case) -> Location | None:
    """Return the line that has a NUL in it: Python, which reads no such file, names none."""
    if "null bytes" not in finding.message:
        return None
    sources = sorted(case.there, key=lambda one: one.name.partition(".")[0] not in finding.message)
    found = (case.submission.line_of(source.name, "\0") for source in sources)
    return next(filter(None, found), None)


def place_of(finding: Diagnosis, case: Case) -> Location | None:
    """Return where to look: at the symptom if its line is the learner's own, else at its cause.

    A line that is the solution's as well is not the mistake, so one that is not comes before it: in
    the same function, then in those that the message or the check names, then anywhere in the files
    of the part.
    """
    if found := declared_at(finding, case):
        return beside(case.source(found.file), found)
    if found := where_built(finding, case) or in_head(finding, case) or at_nul(finding, case):
        return found
    if found := stays_at(finding, case):
        return found
    symptom = symptom_of(finding, case)
    if symptom and is_where_python_stopped(symptom, finding, case):
        return symptom
    sources = sources_of(finding, case)
    words = words_of(finding, case)
    if symptom is not None:
        sources.sort(key=lambda source: source.name != symptom.file)
        if finding.cause in COMPILING:  # a compiler knows which file it reads
            sources = [each for each in sources if each.name == symptom.file] or sources
    if found := in_own_style(sources, finding, case, symptom, words):
        return found
    for source in sources:
        if line := elsewhere(source, finding, symptom, words):
            return Location(source.name, line)
    if symptom is not None:
        source = case.source(symptom.file)
        if place := of_symptom(source, symptom, finding, case):
            return place
        if finding.cause in MADE_BY_BUILD:
            sources.sort(key=lambda source: source is not case.build_script)
    for source in sources:
        at = symptom.line if symptom and symptom.file == source.name else None
        if line := own_line(source, at, words, finding):
            return Location(source.name, line)
    return symptom or named_function(sources, words)


def sources_of(finding: Diagnosis, case: Case) -> list[Source]:
    """Return the files that may be at fault: those first that are named, and have had no say."""
    is_only_read = READ_ALONE if finding.cause in WHEN_RUN else ()
    return sorted(
        (source for source in case.there if not source.name.endswith(is_only_read)),
        key=lambda source: (source.name not in finding.message, is_done(source, finding)),
    )


def in_own_style(
    sources: list[Source],
    finding: Diagnosis,
    case: Case,
    symptom: Location | None,
    words: list[str],
) -> Location | None:
    """Return the likeliest line of the first source that has hardly a line of the solution's."""
    for source in sources:
        if not is_of_own_style(source):
            continue
        if symptom and is_told_by_compiler(finding, symptom, source):
            return symptom
        if line := likeliest(likely_lines(source, finding, case, symptom, words)):
            return Location(source.name, line)
    return None


def is_told_by_compiler(finding: Diagnosis, symptom: Location, source: Source) -> bool:
    """Say whether a compiler stopped at a line that the learner wrote: then it is that one."""
    is_there = symptom.file == source.name and symptom.line in source.written_by_learner
    return is_there and finding.cause in COMPILING


def is_done(source: Source, finding: Diagnosis) -> bool:
    """Say whether a source had its say before: a build script, when a script came to run."""
    return source.name.endswith("_build.py") and finding.cause not in BEFORE_RUNNING


def words_of(finding: Diagnosis, case: Case) -> list[str]:
    """Return the words of what was called, of the message, and of the check, in that order."""
    called = finding.observed.call if finding.observed else ""
    texts: tuple[str, ...] = (called, finding.message, case.title)
    stays = finding.cause in ("leak", "use-after-free")
    if stays and re.search(r"\bclose|\bwith`", finding.message):
        texts = ("close __exit__", *texts)
    patterns = (r"\b(\w{1,80})\(", r"\w+")  # what is called comes before what is spoken of
    return [word for text in texts for pattern in patterns for word in re.findall(pattern, text)]


def own_line(
    source: Source, symptom: int | None, words: list[str], finding: Diagnosis
) -> int | None:
    """Return the learner's own line that most likely led to the symptom."""
    if not source.own:
        return None
    functions = functions_to_look_at(source, symptom, words)
    for function in (*with_helpers(source, functions, words, finding), *builds(source)):
        if inside := source.odd_in(function):
            if source.name.endswith(".f90"):  # what it uses is no mistake that runs
                inside = [line for line in inside if says_something(source, line)] or inside
            is_head = finding.cause == "signature-mismatch"
            body = [line for line in inside if (line < function.body) == is_head]
            return nearest(source, body or inside, symptom, finding)
    own = source.odd if finding.cause in BEFORE_RUNNING else what_runs(source)
    of_kind = line_of_kind(source, own, finding)
    lines = [of_kind] if of_kind else named(source, finding) or own
    return nearest(source, lines, symptom, finding)


def what_runs(source: Source) -> list[int]:
    """Return the learner's own lines in functions, if there are some: no cdef is there."""
    return [line for line in source.odd if source.function_at(line)] or source.odd


def named(source: Source, finding: Diagnosis) -> list[int]:
    """Return the learner's own lines that hold what the message has in quotes.

    Where there are none, return those with the name of a call in it, such as set_source().
    """
    names = set(re.findall(r"\b(\w{1,80})\(\)", finding.message))
    quoted = re.findall(r"'([\w./-]{3,80})'", finding.message)
    if said := [line for each in quoted for line in source.own if in_quotes(source, line, each)]:
        return said
    words = [(line, set(re.findall(r"\w+", source.line(line)))) for line in source.own]
    return [line for line, said in words if said & names]


def in_quotes(source: Source, line: int, text: str) -> bool:
    return any(f"{mark}{text}{mark}" in source.line(line) for mark in "\"'")


def builds(source: Source) -> list[Function]:
    """Return the rule that `make` follows when nobody says which: the first."""
    return source.functions[:1] if source.name == "Makefile" else []


def nearest(source: Source, lines: list[int], symptom: int | None, finding: Diagnosis) -> int:
    """Return the line that leads to the symptom.

    Without one, return a line of the kind that the cause looks for, or the first.
    """
    if symptom is not None:
        before = [line for line in lines if line <= symptom] or lines[:1]
        borrows = finding.cause == "dangling-pointer"
        return (line_of_kind(source, before, finding) if borrows else None) or before[-1]
    called = []
    if (
        finding.cause == "missing-exception"
        and len(matching(source, lines, raises_of(finding))) != 1
    ):
        called = called_in(source, lines)
    if lines[-1] - lines[0] < FEW and not called:
        return lines[-1] if gives(source.lines[lines[-1] - 1]) else lines[0]
    return line_of_kind(source, sorted({*lines, *called}), finding) or lines[0]


def named_function(sources: list[Source], words: list[str]) -> Location | None:
    """Return where the body of a named function begins, for when nothing nearer is known."""
    for source in sources:
        for function in functions_to_look_at(source, None, words):
            return Location(source.name, function.body)
    return None


def with_function(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding told by its function as well, where its line is no more than a guess.

    Where there is no line either, it is the head of the function that the finding is about.
    """
    guess = finding.location
    if guess and (function := case.source(guess.file).function_at(guess.line)):
        return replace(finding, location=replace(guess, function=function.name))
    words = words_of(finding, case)
    for source in case.there:
        for function in functions_to_look_at(source, None, words):
            head = range(function.first, function.body + 1)  # with what decorates it
            line = next((at for at in head if function.name in source.lines[at - 1]), head[0])
            place = Location(source.name, line, function.name)
            return replace(finding, location=place)
    return replace(finding, location=None)


def places_to_try(finding: Diagnosis, case: Case) -> Iterator[tuple[Source, dict[int, float]]]:
    """Yield the sources in the learner's own style, and how likely their lines are the mistake.

    Of a file that is the solution's for the most part, the function that is told has to be. A
    build that does not end would take the time of all trials; a name that was told is known.
    """
    if is_of_a_build(finding) or is_shared(finding):
        return
    symptom, words = symptom_of(finding, case), words_of(finding, case)
    for source in case.there:
        is_own = is_rewritten(source) or is_rewritten_at(source, finding.location)
        if is_own and not source.name.endswith("_build.py"):
            yield source, likely_lines(source, finding, case, symptom, words)
