"""All changes of a file that are tried, the likeliest first."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.blame.files.functions import Function
from cffi_workshop.grading.blame.ranking.elsewhere import NO_OWNER
from cffi_workshop.grading.blame.ranking.neglected import unread_parameters
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.python_code import NOT_PYTHON, parsed

from .elsewhere.from_elsewhere import from_elsewhere, from_elsewhere_in_c
from .elsewhere.relearnt import lines_left_out, turned_back
from .elsewhere.transplanted import transplanted
from .line.changes import changes_of
from .lines.alike import alike_lines, in_both, of_two_lines
from .lines.c_statements import statements_of_c
from .lines.copied_line import copied_line
from .lines.in_blocks import functions_unasked, in_blocks_of_c, undone
from .lines.moved import moved
from .lines.read_before import read_before
from .lines.siblings import from_siblings
from .native.c_expressions import with_other_expressions
from .native.forgotten import forgotten
from .native.freed_in_c import freed_in_c
from .native.guards_in_c import guarded_in_c
from .native.in_c import steps_in_c
from .native.set_in_c import set_in_c, set_in_fortran
from .native.sums import sums_of_c
from .runs.fortran import may_be_fortran
from .runs.plans import PLANS, Plan
from .script.arguments import given_nowhere, names_for_calls, parts_of_lists, texts_of_bytes
from .script.as_in_twin import as_in_twin
from .script.as_solved import as_solved
from .script.asked import refused
from .script.ended import ended, still_ended
from .script.expressions import reworded
from .script.given_away import kept_for_the_end, kept_in_attribute
from .script.guards import with_errno_cleared
from .script.in_role import in_role
from .script.in_stead import in_stead
from .script.kept_between import kept_between
from .script.keywords import with_keywords
from .script.left_out import left_out as left_out_around
from .script.lifetimes import given_back, kept_alive
from .script.neighbours import as_neighbours, other_halves, results_kept
from .script.once_more import once_more
from .script.operands import never_read, with_less
from .script.raised import caught, raised
from .script.uncalled import uncalled
from .script.values import other_values
from .text.c_types import sorts_of
from .text.names import names_unbound, names_unknown
from .text.statement import STATEMENT
from .text.step import Step, indent_of, lines_of_docstrings, with_lines
from .text.words import Words, fields_of

__all__ = ["likeliest_first", "steps_of"]

SPEAKS_OF_ENDS = re.compile(
    r"\b(?:freed|open|opened|lent|gone|closed|given back|still)\b|\bffi\.gc\(\)"
)
LEFT_OUT_AND_WAITS = 1.6  # what one waits for is seldom done wrongly, and often not at all
REMOVED, TURNED_ROUND, REMOVED_END = 2.3, 1.4, 0.9
LEFT_TOO_EARLY, BARE = 1.4, re.compile(r"^[ \t]{1,80}(?:return|continue|break);?$")
IN_BOTH = 0.2  # how much less likely the same slip is in two lines
ENDS_LIFE = re.compile(r"^[ \t]{0,80}[\w.>-]{0,80}(?:free|release|close|drop)\w{0,20}\(")


def steps_of(
    source: Source,
    likely: Mapping[int, float],
    finding: Diagnosis,
    check: str = "",
    most: int | None = None,
) -> list[Step]:
    """Return what to try, each text once: `most` texts, or all."""
    return [*islice(likeliest_first(source, likely, finding, check), most)]


def likeliest_first(
    source: Source, likely: Mapping[int, float], finding: Diagnosis, check: str = ""
) -> Iterator[Step]:
    """Yield what to try, each text once; `likely` are the lines, and how likely each is.

    To read a text as Python takes as long as to try it, so that each is read when it is its turn.
    `check` is the one that failed: what others left out or mistook there is tried first.
    """
    is_python = source.name.endswith(".py")
    lines = [*likely]
    found = [*changed_lines(source, lines, is_python=is_python)]
    found += in_python(source, lines, finding, check) if is_python else in_c(source, lines, finding)
    found += of_two_lines(source, lines)
    found += read_before(source, lines)
    found += turned_back(source, lines, finding, check)
    found = still_ended(source, [*found, *kept_for_the_end(source, lines)])
    weighed = (replace(step, cost=step.cost - likely.get(step.line, 0.0)) for step in found)
    known = source.text if is_python else " ".join([source.text, *functions_unasked(source)])
    is_fortran = source.name.endswith(".f90")
    seen: set[str] = set()
    for step in sorted(weighed):
        if step.text in seen or names_unknown(known, step.text):
            continue
        seen.add(step.text)
        if is_fortran and not may_be_fortran(source.text, step.text):
            continue
        if not is_python or (not names_unbound(source, step.text) and is_code(step.text)):
            yield step


def in_c(source: Source, lines: list[int], finding: Diagnosis) -> Iterator[Step]:
    if finding.cause != "leak":
        yield from steps_in_c(source, lines)
    yield from statements_of_c(source, lines)
    yield from in_blocks_of_c(source, lines)
    yield from forgotten(source, lines)
    yield from results_kept(source, lines)
    yield from copied_line(source, lines)
    yield from names_for_calls(source, lines)
    if not source.name.endswith(".f90"):
        yield from with_other_expressions(source, lines)
        yield from from_elsewhere_in_c(source, lines)
        yield from sums_of_c(source, lines)
    also = also_tried(finding)
    if "freed" in also:
        yield from freed_in_c(source, lines, finding.detail)
    if "guarded" in also:
        yield from guarded_in_c(source, lines)
    yield from set_in_c(source, lines)
    if source.name.endswith(".f90"):
        yield from set_in_fortran(source, lines)


def also_tried(finding: Diagnosis) -> list[str]:
    return PLANS.get(finding.cause, Plan()).also.split()


def in_python(source: Source, lines: list[int], finding: Diagnosis, check: str) -> Iterator[Step]:
    """Yield what a script may have left out, for the cause that was found."""
    expected = finding.observed.expected if finding.observed else ""
    expected = expected if expected.isidentifier() else ""
    left_out = "\n".join(lines_left_out(source, finding, check))
    also = also_tried(finding)
    if "kept" in also:
        less = 1.0 if finding.cause in ("exception", "timeout") else 0.0  # seldom that
        yield from (replace(step, cost=step.cost + less) for step in kept_alive(source, lines))
    if "freed" in also or SPEAKS_OF_ENDS.search(finding.message):
        more = 1.0 if NO_OWNER in finding.message else 0.0
        yield from (replace(step, cost=step.cost - more) for step in given_back(source, lines))
    if "ended" in also:
        yield from ended(source, lines)
    place = finding.location if finding.cause == "exception" else None
    shown = place.line if place and place.file == source.name else 0
    if expected and finding.observed and "raised" in also:
        yield from raised(source, lines, expected, shown, finding.observed.found)
    if "refused" in also and (expected or finding.cause != "wrong-value"):
        called = finding.observed.call if finding.observed else ""
        yield from refused(source, lines, expected, left_out, shown, called)
    yield from caught(source, lines)
    yield from reworded(source, lines)
    yield from with_less(source, lines)
    yield from uncalled(source, lines)
    yield from once_more(source, lines)
    yield from as_neighbours(source, lines, waits=finding.cause == "timeout")
    yield from other_halves(source, lines)
    yield from kept_in_attribute(source, lines)
    yield from kept_between(source)
    yield from values_in_python(source, lines)
    yield from left_out_around(source, lines, finding)
    if "errno" in also:
        yield from with_errno_cleared(source, lines, finding.message)
    less = LEFT_OUT_AND_WAITS if finding.cause == "timeout" else 0.0
    found = transplanted(source, lines, left_out, only_at_home=finding.cause == "leak")
    yield from (replace(step, cost=step.cost - less) for step in found)


def values_in_python(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield what a script may have in another place, and other values, whatever the cause is."""
    yield from as_in_twin(source, lines)
    yield from moved(source, lines)
    yield from undone(source, lines)
    yield from as_solved(source, lines)
    yield from in_role(source, lines)
    yield from in_stead(source, lines)
    yield from other_values(source, lines)
    yield from with_keywords(source, lines)
    yield from given_nowhere(source, lines)
    yield from parts_of_lists(source, lines)
    yield from texts_of_bytes(source, lines)
    yield from from_elsewhere(source, lines)


def changed_lines(source: Source, lines: list[int], *, is_python: bool) -> Iterator[Step]:
    """Yield the text with one of the lines changed, or without it, or after the next one."""
    texts, words_in = source.written_lines, cache(partial(words_of, source, is_python=is_python))
    said = lines_of_docstrings(source)
    for line in (each for each in lines if each not in said):
        text, after = (*texts[line - 1 : line + 1], "")[:2]
        is_alike = alike_lines(text, after)
        for cost, new in changes_of(text, words_in(source.function_at(line)), is_python=is_python):
            yield Step(cost, line, with_lines(source, line, line + 1, new))
            if is_alike and (both := in_both(text, new, after)):
                yield Step(cost + IN_BOTH, line, with_lines(source, line, line + 2, new, both))
        yield from from_siblings(source, line)
        removed = REMOVED_END if ENDS_LIFE.search(text) else REMOVED
        costs = [removed] if STATEMENT.match(text) else []
        for cost in (*costs, LEFT_TOO_EARLY) if BARE.match(text) else costs:
            nothing = indent_of(text) + ("pass" if is_python else ";")
            yield Step(cost, line, with_lines(source, line, line + 1, nothing))
        if STATEMENT.match(text) and STATEMENT.match(after):
            yield Step(TURNED_ROUND, line, with_lines(source, line, line + 2, after, text))


def words_of(source: Source, function: Function | None, *, is_python: bool) -> Words:
    """Return the words of a function, or of a whole file: a macro has the names of who uses it."""
    text = source.text_of(function) if function else source.text
    words = Words.of(text, source.text, source.solution, own_names(source.text, source.solution)[0])
    sorts = {} if is_python else sorts_of(source.text) | sorts_of(text)
    unused = frozenset(unread_parameters(source, function)) if function else frozenset()
    if function and is_python:
        unused |= never_read(source.written, function.first, function.last)
    own = frozenset() if is_python else frozenset(each.name for each in source.functions)
    declared = {*sorts_of(text), *members_around(source, function)} if sorts and function else set()
    variables = words.variables | (declared - own)
    same = source.solved_as(function) if function else None
    words = replace(words, solved=source.solved_text_of(same) if same else "")
    return replace(words, sorts=sorts, unused=unused, functions=own, variables=variables)


def members_around(source: Source, method: Function) -> set[str]:
    """Return the members of the classes of C++ that a method is in, which it has by their names."""
    around = (each for each in source.functions if each.first <= method.first < each.last)
    outer = (each for each in around if each != method and method.last <= each.last)
    return {name for each in outer for name in fields_of(source.text_of(each))}


def is_code(text: str) -> bool:
    with contextlib.suppress(*NOT_PYTHON), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the change, and none of the learner's doing
        parsed(text)
        return True
    return False
