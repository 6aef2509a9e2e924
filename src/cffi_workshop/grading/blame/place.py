"""The line to look at: the learner's own, and as near to the mistake as can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.exercises.causes import CAUSES
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .cdef import beside, declared_at
from .differences import LONGEST
from .elsewhere import elsewhere
from .functions import Function, functions_of
from .kinds import gives, line_of_kind, matching, of_statement, raises_of
from .owners import line_of_owner

__all__ = ["place_of"]

BRANCHES = re.compile(r"[ \t]{0,80}(?:if|elif|except|case)\b")
CALLBACK = re.compile(r"The callback (\w{1,80})\(\)")
AS_C = re.compile(r"[ \t]{0,80}@\w{1,80}\.(?:callback|def_extern)\b")
NAMED_FOR_C = re.compile(r"def_extern\( ?(?:name ?= ?)?[\"'](\w{1,80})[\"']")
GONE_TOO_FAR = ("out-of-bounds", "segfault")
GUARDS = re.compile(r"[ \t]{0,80}raise\b")
REFUSES = re.compile(r"\b(?:refuses?|raises? \w+Error)\b")
MADE_BY_BUILD = ("import-error", "link-error", "symbol-not-found")
CALLED_BY = {"with": ("__enter__", "__exit__")}  # what a statement calls
FEW = 3  # lines next to each other, which are as good as one
# What runs has been built and compared before: a build script comes last there.
SAYS_WHAT_IS_BUILT = re.compile(r"`(?:sources|libraries)=\[|\bset_source\(\) in \S+ names ")
BEFORE_RUNNING = [
    cause
    for group in ("not there yet", "building", "declaring", "loading")
    for cause in CAUSES[group]
]


def place_of(finding: Diagnosis, case: Case) -> Location | None:
    """Return where to look: at the symptom if that line is the
    learner's own, else at what led to it.

    A line that is the solution's as well is not the mistake, so one that is not comes before it: in
    the same function, then in those that the message or the check names, then anywhere in the files
    of the part.
    """
    if found := declared_at(finding, case):
        return beside(case.source(found.file), found)
    if found := where_built(finding, case):
        return found
    symptom = symptom_of(finding, case)
    sources = sorted(
        case.there,
        key=lambda source: (source.name not in finding.message, is_done(source, finding)),
    )
    words = words_of(finding, case)
    if symptom is not None:
        sources.sort(key=lambda source: source.name != symptom.file)
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


def where_built(finding: Diagnosis, case: Case) -> Location | None:
    """Return the learner's set_source(), where what it names is said to be wrong."""
    script = case.build_script
    if script is None or not SAYS_WHAT_IS_BUILT.search(finding.message):
        return None
    lines = script.lines_with(".set_source(")
    own = [line for line in script.own if line in lines] or of_statement(script, script.own)
    return Location(script.name, (own or lines)[-1]) if lines else None


def is_suspect(source: Source, line: int) -> bool:
    """Say whether a line is the learner's own, and none in its function is more likely."""
    function = source.function_at(line)
    near = [odd for odd in source.odd if function and function.first <= odd <= function.last]
    return line in source.own and (line in near or not near)


def is_done(source: Source, finding: Diagnosis) -> bool:
    """Say whether a source had its say before: a build script, when a script came to run."""
    return source.name.endswith("_build.py") and finding.cause not in BEFORE_RUNNING


def symptom_of(finding: Diagnosis, case: Case) -> Location | None:
    """Return where it showed, in a file of the learner's: not
    at the call of C, for what a callback raised.
    """
    place = finding.location
    if place is None or place.file not in case.submission.files:
        return None
    if finding.cause == "cdef-mismatch" and ".cdef(" not in case.source(place.file).text:
        return None  # a script that runs into what another declares
    around = case.source(place.file).function_at(place.line)
    callback = CALLBACK.match(finding.message)
    return None if callback and (around is None or around.name != callback[1]) else place


def of_symptom(
    source: Source, symptom: Location, finding: Diagnosis, case: Case
) -> Location | None:
    """Return the place, where the line of the symptom tells it."""
    if condition := unmet(source, symptom, finding):
        return condition
    if finding.cause == "cdef-mismatch" and source.lines[symptom.line - 1].rstrip().endswith(";"):
        return declared(source, symptom)
    was_refused = finding.cause in GONE_TOO_FAR and REFUSES.search(case.title)
    if was_refused and (asked := asked_before(source, symptom)):
        return Location(source.name, asked)
    if owner := line_of_owner(source, symptom.line, finding):
        return Location(source.name, owner)
    return symptom if is_suspect(source, symptom.line) else None


def declared(source: Source, symptom: Location) -> Location:
    """Return the learner's own line next to a declaration that
    differs, above it if there is one, if one is near.
    """
    near = [line for line in source.own if abs(line - symptom.line) <= FEW]
    above = [line for line in near if line <= symptom.line]
    return Location(source.name, (above or near[::-1])[-1]) if near else symptom


def asked_before(source: Source, symptom: Location) -> int | None:
    """Return the learner's own condition that let pass what was to be refused."""
    function = source.function_at(symptom.line)
    own = [line for line in source.own if function and function.first <= line < symptom.line]
    asked = [line for line in own if BRANCHES.match(source.lines[line - 1][:LONGEST])]
    return asked[-1] if asked else None


def unmet(source: Source, symptom: Location, finding: Diagnosis) -> Location | None:
    """Return the condition of the one `raise` of what was expected, where the way went past it."""
    function = source.function_at(symptom.line)
    if finding.cause != "exception" or function is None or finding.observed is None:
        return None
    expected = rf"\braise {re.escape(finding.observed.expected[:80])}\b"
    texts = {at: source.lines[at - 1][:LONGEST] for at in range(function.first, symptom.line)}
    raised = [at for at, text in texts.items() if re.search(expected, text)]
    if is_guard_of_its_own(source, symptom, raised):
        return None
    asked = [
        at for at, text in texts.items() if at <= max(raised, default=0) and BRANCHES.match(text)
    ]
    is_own = {*asked[-1:], *raised} & {*source.own}
    return Location(source.name, asked[-1]) if is_own and len(raised) == 1 and asked else None


def is_guard_of_its_own(source: Source, symptom: Location, raised: list[int]) -> bool:
    """Say whether the symptom is a `raise` next to those of what was expected, guards among guards.

    Then its own condition was met, and what it raises is the mistake.
    """
    between = range(max(raised, default=symptom.line) + 1, symptom.line + 1)
    texts = [source.lines[at - 1][:LONGEST] for at in between] or [""]
    return GUARDS.match(texts[-1]) is not None and all(
        GUARDS.match(text) or BRANCHES.match(text) for text in texts if text.strip()
    )


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
    for function in (*with_helpers(source, functions, finding), *builds(source)):
        inside = [line for line in source.odd if function.first <= line <= function.last]
        if inside:
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
    """Return the learner's own lines that hold a name of the message, such as set_source()."""
    names = set(re.findall(r"\b(\w{1,80})\(\)", finding.message))
    words = [
        (line, set(re.findall(r"\w+", source.lines[line - 1][:LONGEST]))) for line in source.own
    ]
    return [line for line, said in words if said & names]


def builds(source: Source) -> list[Function]:
    """Return the rule that `make` follows when nobody says which: the first."""
    return source.functions[:1] if source.name == "Makefile" else []


def functions_to_look_at(
    source: Source, symptom: int | None, words: Iterable[str]
) -> list[Function]:
    """Return the function around the symptom, and those that are named, by where their names come.

    A class comes last: its name, such as Camera, is a word of many sentences.
    """
    found = [source.function_at(symptom)] if symptom else []
    for word in words:
        names = (word.lower(), f"__{word.lower()}__", *CALLED_BY.get(word, ()))
        found += [each for each in source.functions if each.name.lower() in names]
    named = [each for each in dict.fromkeys(found) if each is not None]
    return sorted(named, key=lambda function: has_functions(source, function))


def has_functions(source: Source, outer: Function) -> bool:
    return any(outer.first < each.first and each.last <= outer.last for each in source.functions)


def with_helpers(
    source: Source, functions: list[Function], finding: Diagnosis
) -> Iterator[Function]:
    """Yield functions, each behind the callbacks that it hands to
    C where C made a wrong value, and before those that it calls.
    """
    for function in functions:
        text = "\n".join(source.lines[function.body - 1 : function.last])
        handed = set(re.findall(r"\b(\w{1,80})\b(?![\w(=])", text))
        called = set(re.findall(r"\b(\w{1,80})\(", text))
        if finding.cause == "wrong-value" and has_the_same_numbers(finding):
            yield from (each for each in called_back(source) if names_in_c(source, each) & handed)
        if finding.cause == "missing-exception":
            yield from (each for each in inside(source, function) if raises_less(source, each))
        yield function
        yield from (each for each in source.functions if each.name in called)


def called_back(source: Source) -> list[Function]:
    """Return the functions that C calls."""
    return [each for each in source.functions if AS_C.match(source.lines[each.first - 1])]


def has_the_same_numbers(finding: Diagnosis) -> bool:
    """Say whether what was found may be a list that was given, in another order."""
    seen = finding.observed
    if seen is None or not (seen.found.startswith("[") and "[" in seen.call):
        return True
    given, found = (re.findall(r"-?\d{1,40}", text) for text in (seen.call, seen.found))
    return sorted(given) == sorted(found)


def names_in_c(source: Source, function: Function) -> set[str]:
    """Return a function's name, and the one that its decorator gives it."""
    decorator = " ".join(source.lines[function.first - 1 : function.body])[:LONGEST]
    given = NAMED_FOR_C.search(decorator)
    return {function.name, *(given.groups() if given else ())}


def raises_less(source: Source, function: Function) -> bool:
    """Say whether the function of that name in the solution raises more."""
    theirs = functions_of(source.name, source.solution)
    solved = next((each for each in theirs if each.name == function.name), None)
    return solved is not None and raised_in(source.lines, function) < raised_in(
        source.solution.split("\n"), solved
    )


def raised_in(lines: list[str], function: Function) -> int:
    """Return how many lines of a function raise."""
    return sum("raise " in line[:LONGEST] for line in lines[function.body - 1 : function.last])


def inside(source: Source, outer: Function) -> list[Function]:
    return [each for each in source.functions if outer.first < each.first <= outer.last]


def nearest(source: Source, lines: list[int], symptom: int | None, finding: Diagnosis) -> int:
    """Return the line that leads to the symptom; without one, what is of the kind that the cause
    looks for, or the first.
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


def called_in(source: Source, lines: list[int]) -> list[int]:
    """Return the learner's own lines of the functions in the file that these lines call."""
    text = "\n".join(source.lines[line - 1] for line in lines)
    words = set(re.findall(r"\b(\w{1,80})\(", text))
    called = [each for each in source.functions if each.name in words]
    return [line for each in called for line in source.own if each.body <= line <= each.last]


def named_function(sources: list[Source], words: list[str]) -> Location | None:
    """Return where a function begins that is named, or what it
    does: where nothing nearer is known.
    """
    for source in sources:
        for function in functions_to_look_at(source, None, words):
            return Location(source.name, function.body)
    return None
