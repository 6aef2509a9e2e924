"""The place of a finding, in code of the learner's own, by what would mend it; and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from cffi_workshop.grading.blame import Case, Source
from cffi_workshop.grading.blame.place import places_to_try, with_function
from cffi_workshop.grading.blame.ranking.rank import is_rewritten
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.verdict import Location

from .again import Again
from .kept_traces import with_traces_kept
from .put_right import put_right
from .runs.plans import plans_of
from .search import NOWHERE, Search, line_that_mends
from .text.step import Step
from .told import has_word, in_words, is_vague

__all__ = ["placed"]

# How much likelier than any other a line has to be, where no change of a line mends. Of 60 wrong
# answers the likeliest line was the mistake in 11 of 20 with more than that, and in 12 of 40 with
# less.
SURE = 0.7
# Where the line is known: how far its neighbours are, and how many runs are worth a sentence.
AT_HAND, FEW_RUNS = 2, 2
AWAY = 0.2  # how much less likely what differs elsewhere is than what differs at the place
AHEAD = " ahead of `"
FAR = 12  # lines; what mends so far away is another place, and not another part of this one


def placed(
    finding: Diagnosis,
    part: Part,
    stage: str,
    case: Case,
    again: Again,
    shown: Location | None = None,
) -> Diagnosis:
    """Return the finding with the line that mends its check when it is changed, if one does.

    An exception was raised where it was `shown`; its place in the finding is a guess by now.
    It is asked only of a file that has hardly a line of the solution: elsewhere what differs tells.
    Where no line mends, and none is much likelier than the others, its function is told as well.
    """
    if finding.cause == "exception" and (raised := where_raised(part, stage, case, again)):
        finding, shown = replace(finding, location=raised), raised
    is_shown = finding.cause == "exception" and shown is not None
    guess = replace(finding, location=shown) if is_shown else finding
    is_guessed = False
    for source, likely in places_to_try(guess, case):
        mend = line_that_mends(guess, part, stage, source, likely, again, case.check)
        if mend and mend.place != NOWHERE:
            return replace(finding, location=mend.place, mended_by=mend.says)
        is_guessed |= mend is not None and not is_sure(likely)
    place, says = put_right_at(finding, part, stage, case, again)
    if says or (place and place != finding.location):
        return replace(finding, location=place, mended_by=says)
    return with_function(finding, case) if is_guessed and shown is None else finding


def put_right_at(
    finding: Diagnosis, part: Part, stage: str, case: Case, again: Again
) -> tuple[Location | None, str]:
    """Return where code that is nearly the solution's is wrong, and by which change it passes.

    Its line is known by what differs there. That is put right as the solution has it; where this
    does not mend, what differs elsewhere. Or else its line is changed a little. There may be no
    such change, which is "".
    """
    place = finding.location
    if place is None or place.file not in case.submission.files:
        return place, ""
    source = case.source(place.file)
    plans = plans_of(finding.cause, stage, finding.detail)
    if not plans or is_rewritten(source) or not source.name.endswith((".py", ".c")):
        return place, ""
    search, says = Search(part, stage, source, plans[0], again), ""
    for step in put_right(source, place.line):
        if search.failure_over(step.text) is None:
            if not search.fails_as_it_is():
                return place, ""  # a check that passes over the hand-in tells nothing
            says = in_words(source, step.text)
            if abs(step.line - place.line) > (FAR if says else AT_HAND):
                place = replace(place, line=step.line, function="")
            elif says and (line := line_told(source, step, says, place.line)) != place.line:
                place = replace(place, line=line, function="")
            break
    near = {line: 0.0 for line in source.own if abs(line - place.line) <= AT_HAND}
    if not says:  # of what is the learner's own, what stands elsewhere may be it
        near = {line: -AWAY for line in source.own if source.function_at(line)} | near
    if near and (not says or is_vague(says)):
        few = plans[0].together * FEW_RUNS
        mend = line_that_mends(finding, part, stage, source, near, again, case.check, few)
        is_found = mend is not None and not mend.place.function and mend.place != NOWHERE
        if mend and is_found and (not says or (mend.says and not is_vague(mend.says))):
            says = mend.says
            place = place if abs(mend.place.line - place.line) <= AT_HAND else mend.place
    return place, says


def line_told(source: Source, step: Step, says: str, line: int) -> int:
    """Return the line that a change is told by, which was guessed to be a `line` near it.

    Where something is put in ahead of a line that the sentence names, it is that one: what differs
    is told by the line before it, which is as it has to be.
    """
    texts, new = source.written_lines, step.text.split("\n")
    ahead, behind = same_at_begin(texts, new), same_at_begin(texts[::-1], new[::-1])
    changed = range(ahead + 1, len(texts) - behind + 1)
    if changed:
        return line if line in changed else changed[0]
    after = range(ahead + 1, len(texts) + 1) if AHEAD in says else ()
    return next((at for at in after if has_word(texts[at - 1])), line)


def same_at_begin(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def where_raised(part: Part, stage: str, case: Case, again: Again) -> Location | None:
    """Return the line of a callback that raised what its script raises when C has returned."""
    for source in case.there:
        text = with_traces_kept(source) if source.name.endswith(".py") else None
        for plan in plans_of("exception", stage) if text and is_rewritten(source) else ():
            failure = Search(part, stage, source, plan, again).failure_over(text or "")
            place = failure.finding.location if isinstance(failure, CheckFailed) else None
            if place and place.file == source.name:
                return place
    return None


def is_sure(likely: Mapping[int, float]) -> bool:
    first, second = (*sorted(likely.values(), reverse=True), 0.0, 0.0)[:2]
    return first - second >= SURE
