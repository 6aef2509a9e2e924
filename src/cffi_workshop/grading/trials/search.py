"""Which line, changed a little, makes a failed check pass: that is where the mistake is."""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, Protocol

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part

from .plans import Plan, plan_of
from .replayed import Transcript
from .step import Step
from .steps import steps_of
from .together import Batch, batch_of
from .trial import Trial, part_of

__all__ = ["line_that_mends"]

SMALLEST = 8  # texts that share a run at first
SECONDS = 12.0  # by the clock, where each worker has a processor to itself
SLOWEST = 4.0  # how many times as long it may take where others want the processors too
LATEST = 33.0  # from the begin of the check, whatever others want: other checks follow
CRASHES = 300  # trials that end their run, which others have to wait for
WORKERS = os.cpu_count() or 1
AT_HAND = 2  # lines
FARFETCHED, FAR_LIKELIER = 2.5, 1.0


Which = Literal["failed", "passed", "after"]
# Of changes that mend the check and no other, before the first of them is taken.
MOST_PARTLY = 6


class Again(Protocol):
    """Makes the check that failed over a part, alone or with those that passed before it.

    It raises what they raise; of those "after" it, it returns how many fail.
    """

    def __call__(self, tried: Part, which: Which = "passed") -> int: ...


def line_that_mends(
    finding: Diagnosis,
    part: Part,
    stage: str,
    source: Source,
    likely: Mapping[int, float],
    again: Again,
    check: str = "",
) -> int | None:
    """Return the line that has to be changed for the check to pass; None where none was found.

    `likely` are the lines to try, and how likely each is; `again` makes the check over a part.
    """
    plan = plan_of(finding.cause, stage)
    if plan is None:
        return None
    search = Search(part, stage, source, plan, again)
    if not search.fails_as_it_is():
        return None  # a check that passes over the hand-in as it is tells nothing
    steps = steps_of(source, likely, finding, check, plan.most)
    mending = search.mending([step.text for step in steps])
    best = most_agreed([steps[place] for place in mending])
    return best.line if best and not is_chance(best, likely) else None


def is_chance(step: Step, likely: Mapping[int, float]) -> bool:
    """Say whether a change mends that hardly anybody needs, where another line is far likelier."""
    here = likely.get(step.line, 0.0)
    return step.cost + here > FARFETCHED and max(likely.values()) - here > FAR_LIKELIER


def most_agreed(steps: list[Step]) -> Step | None:
    """Return the change that mends; of several, one where most of them are at hand.

    A mistake is seldom mended in one way alone, and what mends it elsewhere by chance stands alone.
    """

    def weight(step: Step) -> float:
        near = (each for each in steps if abs(each.line - step.line) <= AT_HAND)
        return sum(math.exp(-each.cost) for each in near)

    return max(steps, key=lambda step: (round(weight(step), 6), -step.cost), default=None)


class Search:
    """The first of many texts that makes a check pass, and what came of the trials so far.

    Many share a run: to begin one takes ten times as long as to make a check in it. What makes the
    check pass there is tried once more in a run of its own, with all that passed before.
    """

    def __init__(self, part: Part, stage: str, source: Source, plan: Plan, again: Again) -> None:
        self._part, self._stage, self._again = part, stage, again
        self._name, self._text, self._plan = source.name, source.text, plan
        self._wholly: list[int] = []
        self._partly: list[tuple[int, int]] = []  # how many checks fail, and the place
        self._hung = self._ended = 0
        self._transcript = Transcript()
        self._deadline = part.run.end_within(LATEST)
        self._end = min(time.monotonic() + seconds_to_try(), self._deadline.moment)

    def mending(self, texts: list[str]) -> list[int]:
        """Return the places of the first texts that mend, with all that comes after.

        Where none does, there may be another mistake; of a change that mends nothing else one
        cannot know, unless something is still to be done.
        """
        chunks, lock = chunks_of(len(texts), self._plan.together), threading.Lock()
        workers = self._plan.workers or WORKERS

        def work() -> None:
            while True:
                with lock:
                    chunk = next(chunks, range(0))
                if not chunk or not self._goes_on(chunk[0]):
                    return
                for place in chunk if self._plan.together == 1 else self._nearly(chunk, texts):
                    failing = self.failing_after(texts[place]) if self._goes_on(place) else None
                    if failing == 0:
                        self._wholly.append(place)
                    elif failing is not None:
                        self._partly.append((failing, place))

        with ThreadPoolExecutor(workers) as pool:
            for each in [pool.submit(work) for _ in range(workers)]:
                each.result()
        if self._partly and not self._wholly:
            failing, place = min(self._partly)
            is_better = failing < self._failing_now() + ("TODO" in self._text)
            return [place] if is_better and self._deadline.left else []
        return sorted(place for place in self._wholly if self._is_soon(place))

    def _is_soon(self, place: int) -> bool:
        """Say whether a text is as likely as the first that mends: what is behind is a chance."""
        return not self._wholly or place < min(self._wholly) + self._plan.further

    def _goes_on(self, place: int) -> bool:
        is_well = self._hung < self._plan.hung and self._ended < CRASHES
        goes_on = is_well and len(self._partly) < MOST_PARTLY and time.monotonic() < self._end
        return goes_on and self._is_soon(place)

    def _nearly(self, chunk: range, texts: list[str]) -> Iterator[int]:
        """Yield the places of texts over which the check passes beside others, in one run."""
        run, name = self._part.run, self._name
        chosen = [texts[place] for place in chunk]
        batch = batch_of(run, self._stage, name, chosen, self._plan, self._deadline)
        try:
            for place, module in zip(chunk, batch.names, strict=True):
                if not self._goes_on(place):
                    return
                trial = Trial.of(run, name, texts[place], self._deadline)
                if self._passes_beside_others(batch, trial, module):
                    yield place
                trial.end()
                self._ended += batch.has_ended
        finally:
            batch.end()

    def _passes_beside_others(self, batch: Batch, trial: Trial, module: str) -> bool:
        """Say whether the check passes, in a run of many texts.

        It is first asked with what came before the failure from memory: few texts get past that.
        """
        tried = batch.part(trial, module)
        if tried and self._transcript.replay_in(tried):
            tried = batch.part(trial, module) if self._passes(tried, "failed") else None
        return tried is not None and self._passes(tried, "failed")

    def fails_as_it_is(self) -> bool:
        """Say whether the check fails over the hand-in, and note what it asks on the way."""
        with self._alone_over(self._text + "\n") as part:
            self._transcript.record(part)
            try:
                self._again(part, "failed")
            except Exception as failure:  # whatever became of it
                self._transcript.ends_at(failure)
                return True
        return not self._deadline.left  # what was cut short is no pass

    def failing_after(self, text: str) -> int | None:
        """Return how many of the checks after the failed one fail over another text of the file.

        The text is tried by itself. Return None where the failed check, or one before it, fails.
        """
        with self._alone_over(text) as part:
            failing = self._again(part, "after") if self._passes(part, "passed") else None
        return failing if self._deadline.left else None  # what was cut short tells nothing

    def _failing_now(self) -> int:
        with self._alone_over(self._text) as part:
            return self._again(part, "after")

    @contextlib.contextmanager
    def _alone_over(self, text: str) -> Iterator[Part]:
        """Lend a part over another text of the file, with runs of its own."""
        trial = Trial.of(self._part.run, self._name, text, self._deadline)
        part = part_of(trial, self._stage, self._part, sanitized=self._plan.sanitized)
        try:
            yield part
        finally:
            trial.end()
            part.give_up()

    def _passes(self, part: Part, which: Which) -> bool:
        try:
            self._again(part, which)
        except CheckFailed as failure:
            self._hung += failure.finding.cause == "timeout"
            return False
        except Exception:  # whatever became of it, the check did not pass
            return False
        return True


def seconds_to_try() -> float:
    """Return how long to try: on a busy machine as much is tried as on an idle one."""
    try:
        wanted = os.getloadavg()[0]
    except (AttributeError, OSError):  # where nobody counts that
        wanted = 0.0
    return SECONDS * min(max(wanted / WORKERS, 1.0), SLOWEST)


def chunks_of(count: int, largest: int) -> Iterator[range]:
    """Yield the places of texts that share a run: few at first, since the likeliest come first."""
    first, size = 0, min(SMALLEST, largest)
    while first < count:
        yield range(first, min(first + size, count))
        first, size = first + size, min(2 * size, largest)
