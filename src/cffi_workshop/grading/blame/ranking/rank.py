"""How likely each line is the mistake, in a file that is the learner's own from end to end.

There is no line of the solution to hold it against. What is left: which functions the finding is
about, with their helpers; what lines were like that others got wrong with the same verdict; and
what is suspect by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.functions import Function, calls_in
from .elsewhere import NO_OWNER, elsewhere
from .keys import of_wrong_keys
from .known import Weights, likeness, mistakes_like
from .memory_report import of_memory_report
from .reach import lines_beside, lines_in, reached
from .suspects import suspects

__all__ = ["is_of_own_style", "is_rewritten", "is_rewritten_at", "likeliest", "likely_lines"]

MOSTLY = 0.5  # of the lines that do something
FEW, FEW_WITH_HELPERS = 3, 1  # lines, which are told as they are
AT_HAND = 4  # lines from the first to the last, of which one is as good as another
GIVEN = 0.6  # a line that was handed out
AT_SYMPTOM, RAISED, TOLD, A_STEP = 0.5, 1.0, 2.0, 0.03
BESIDE = 0.4  # what stands outside of functions, and is said once for all of them
BESIDE_AND_DOES, MACRO = 0.1, re.compile(r"#define \w{1,60}\(|[A-Z_]\w{0,60} = -?\d")
OF_HEAD, DEFAULT = 0.2, re.compile(r"\w ?=(?!=) ?[\w\"'(\[-]")
UNREACHED, UNNAMED = 0.3, 0.1
FREED_ANYWHERE = ("leak", "use-after-free", "abort")  # and left behind anywhere
SHOWS_WHERE = ("use-after-free", "exception")
# Scripts share the names of cffi and of C; in C, what is alike is little more than the operators.
KNOWN_IN_PYTHON, KNOWN_IN_C = 1.0, 0.4


def is_of_own_style(source: Source) -> bool:
    """Say whether a file has functions of its own, and hardly a line of the solution's."""
    inside = lines_of_functions(source)
    is_own = len(inside & {*source.own}) > max(FEW, MOSTLY * len(inside))
    return is_own and has_helpers(source)


def has_helpers(source: Source) -> bool:
    return any(each.name not in source.offered for each in source.functions)


def lines_of_functions(source: Source) -> set[int]:
    return {line for each in source.functions for line in lines_in(source, each)}


def is_rewritten(source: Source) -> bool:
    """Say whether hardly any line that the learner wrote in functions is the solution's."""
    inside = lines_of_functions(source)
    few = FEW_WITH_HELPERS if has_helpers(source) else FEW
    written = len(inside & {*source.written_by_learner})
    return len(inside & {*source.own}) > max(few, MOSTLY * written)


def is_rewritten_at(source: Source, place: Location | None) -> bool:
    """Say whether a place is in a function that has hardly a line of the solution's."""
    is_here = place is not None and place.file == source.name
    function = source.function_at(place.line) if place and is_here else None
    if function is None:
        return False
    inside = {*lines_in(source, function)}
    own, written = inside & {*source.own}, len(inside & {*source.written_by_learner})
    is_at_hand = not own or max(own) - min(own) <= AT_HAND
    few = FEW if function.name in source.offered and is_at_hand else 0
    return len(own) > max(few, MOSTLY * written)


def likely_lines(
    source: Source,
    finding: Diagnosis,
    case: Case,
    symptom: Location | None,
    words: list[str],
) -> dict[int, float]:
    """Return how likely each line is the mistake, of the functions that the finding is about."""
    named = set(words) if finding.cause not in FREED_ANYWHERE else set()
    functions = reached(source, named) or dict.fromkeys(source.functions, 0)
    mistakes = mistakes_like(finding, case, source)
    weights = Weights(source.name, [*source.lines, *source.solution.split("\n")])
    suspect = suspects(source, finding, functions)
    much = KNOWN_IN_PYTHON if source.name.endswith(".py") else KNOWN_IN_C
    scores: dict[int, float] = {}
    for line, more in lines_to_look_at(source, functions, finding):
        if line not in scores:
            known = much * likeness(weights, mistakes, source.lines[line - 1])
            scores[line] = known + suspect.get(line, 0.0) + more
    for line in scores.keys() - {*source.written_by_learner}:
        scores[line] -= GIVEN
    for line, more in (*of_wrong_keys(source, finding), *of_memory_report(source, finding)):
        if line in scores:
            scores[line] += more
    if told := elsewhere(source, finding, symptom, words):
        scores[told] = scores.get(told, 0.0) + TOLD
    if symptom and symptom.file == source.name and symptom.line in scores:
        scores[symptom.line] += AT_SYMPTOM * (2 if finding.cause in SHOWS_WHERE else 1)
        for line in macros_at(source, symptom.line):
            scores[line] = scores.get(line, -BESIDE_AND_DOES) + AT_SYMPTOM
        scores[symptom.line] += (
            RAISED if is_raised_by_others(source, symptom.line, finding) else 0.0
        )
    return scores


def macros_at(source: Source, line: int) -> list[int]:
    """Return the lines of the macros that a line of C uses: what they say is done there."""
    uses = calls_in(source.line(line)) if source.name.endswith(".c") else set()
    return [at for name in sorted(uses) for at in source.lines_with(f"#define {name}(")]


def is_raised_by_others(source: Source, line: int, finding: Diagnosis) -> bool:
    """Say whether what a line calls, or Python itself, raised what nobody wanted raised."""
    expected = finding.observed.expected if finding.observed else ""
    raises = source.lines[line - 1].lstrip().startswith("raise")
    is_raised = finding.cause == "exception" and NO_OWNER not in finding.message
    return is_raised and not raises and not expected.isidentifier()


def lines_to_look_at(
    source: Source, functions: dict[Function, int], finding: Diagnosis
) -> Iterator[tuple[int, float]]:
    """Yield the lines that may be the mistake, and how much likelier each is by its place."""
    for function, steps in reversed(functions.items()):
        yield from ((line, A_STEP * min(steps, 3)) for line in lines_in(source, function))
        yield from ((line, 0.0) for line in nothing_done(source, function))
        yield from ((line, -OF_HEAD) for line in defaults_of(source, function))
    for line in lines_beside(source, [*functions]):
        yield line, -BESIDE_AND_DOES if MACRO.match(source.lines[line - 1]) else -BESIDE
    for function in source.functions:  # a scene may call what it does not name
        less = UNNAMED if function.name in source.offered and is_scene(finding) else UNREACHED
        if function not in functions:
            here = (*lines_in(source, function), *nothing_done(source, function))
            yield from ((line, -less) for line in here)


def nothing_done(source: Source, function: Function) -> Iterator[int]:
    for line in range(function.body, function.last + 1):
        if source.lines[line - 1].strip() == "pass":
            yield line


def defaults_of(source: Source, function: Function) -> Iterator[int]:
    """Yield the lines of a script that say what a parameter is where it is not given."""
    for line in range(function.first, function.body) if source.name.endswith(".py") else ():
        if DEFAULT.search(source.lines[line - 1]):
            yield line


def is_scene(finding: Diagnosis) -> bool:
    """Say whether more was done than one call, which would be told as it is written."""
    return finding.observed is None or " " in finding.observed.call.partition("(")[0]


def likeliest(scores: dict[int, float]) -> int | None:
    """Return the line that is most likely; of several, the last."""
    return max(scores, key=lambda line: (scores[line], line), default=None)
