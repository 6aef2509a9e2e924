"""Which line, changed a little, makes a failed check pass: that is where the mistake is."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, takewhile

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import TooBusy

from .again import Again, Which
from .chosen import amid, guards_earlier, is_chance, is_luck, leaves_another, line_of, most_agreed
from .elsewhere.whole_functions import NOWHERE, likelier_inside, somewhere_in, whole_functions
from .line.numbers import has_more_room
from .runs.plans import MOST, WORKERS, Plan, plans_of, seconds_to_try
from .runs.replayed import Transcript
from .runs.together import Batch, batch_of, sizes_up_to
from .runs.trial import Trial, part_of
from .said_once import said_once
from .steps import likeliest_first
from .text.step import Mend, Step
from .told import agreed

__all__ = ["NOWHERE", "Search", "line_that_mends"]

LATEST = 33.0  # from the begin of the check, whatever others want: other checks follow
CRASHES = 300  # trials that end their run, which others have to wait for
MOST_PARTLY = 6  # changes that mend the check and no other, before the first of them is taken


def line_that_mends(
    finding: Diagnosis,
    part: Part,
    stage: str,
    source: Source,
    likely: Mapping[int, float],
    again: Again,
    check: str = "",
    most: int = MOST,
) -> Mend | None:
    """Return what has to be changed for the check to pass; None where nothing is looked for.

    That is a line; or a function, by its likeliest line, where only all of it mends; or NOWHERE.
    `likely` are the lines to try, and how likely each is; `again` makes the check over a part. Try
    no more than `most` texts.
    """
    plans = plans_of(finding.cause, stage, finding.detail, most)
    searches = (Search(part, stage, source, plan, again) for plan in plans)
    search = next((each for each in searches if each.fails_as_it_is()), None)
    if search is None:
        return None  # a check that passes over the hand-in as it is tells nothing
    plan = search.plan
    wholes = whole_functions(source, likely)
    # What comes after the check is not asked of them: they only tell where to look first.
    functions = search.passing(wholes) if plan.together > 1 else search.mending(iter(wholes))
    nearer = likelier_inside(source, likely, functions)
    steps = islice(likeliest_first(source, nearer, finding, check), plan.most - len(wholes))
    mending = search.mending(steps)
    best = most_agreed(mending)
    if not best or is_chance(best, nearer) or is_luck(source, best, search.failure_over):
        return Mend(somewhere_in(source, functions))
    best = amid(source, best, mending)
    if defined := search.first_that_mends(said_once(source, best)):
        return Mend(Location(source.name, defined.line), agreed(source, defined, []))
    earlier = guards_earlier(source, best) if plan.together > 1 else []
    passing = [*takewhile({*search.passing(earlier)}.__contains__, earlier)]
    told = [best, *passing][-1]
    says = agreed(source, told, [] if passing else mending)
    return Mend(Location(source.name, line_of(source, told)), says)


class Search:
    """The first of many texts that makes a check pass, and what came of the trials so far.

    Many share a run: to begin one takes ten times as long as to make a check in it. What makes the
    check pass there is tried once more in a run of its own, with all that passed before.
    """

    def __init__(self, part: Part, stage: str, source: Source, plan: Plan, again: Again) -> None:
        self._part, self._stage, self._again = part, stage, again
        self._name, self._text, self.plan = source.name, source.text, plan
        self._wholly: list[int] = []
        self._partly: dict[int, Mapping[str, str]] = {}  # the checks that fail, by the place
        self._now: Mapping[str, str] | None = None  # that fail over the hand-in
        self._hung = self._ended = 0
        self._transcript = Transcript()
        self._deadline = part.run.end_within(LATEST)
        self._end = min(time.monotonic() + seconds_to_try(), self._deadline.moment)

    def mending(self, steps: Iterator[Step]) -> list[Step]:
        """Return the first changes that mend, with all that comes after.

        Where none does, there may be another mistake: return those that leave it as it is.
        """
        self._wholly, self._partly = [], {}
        drawn: list[Step] = []
        texts: list[str] = []
        lock, workers = threading.Lock(), self.plan.workers or WORKERS
        sizes = sizes_up_to(self.plan.together)

        def work() -> None:
            while True:
                with lock:
                    more = [*islice(steps, next(sizes))]
                    chunk = range(len(texts), len(texts) + len(more))
                    drawn.extend(more)
                    texts.extend(step.text for step in more)
                if not chunk or not self._goes_on(chunk[0]):
                    return
                for place in chunk if self.plan.together == 1 else self._nearly(chunk, texts):
                    failing = self.failing_after(texts[place]) if self._goes_on(place) else None
                    if failing == {} and not has_more_room(texts[place]):
                        self._wholly.append(place)
                    elif failing is not None:
                        with lock:
                            self._note_partly(place, failing)

        with ThreadPoolExecutor(workers) as pool:
            for each in [pool.submit(work) for _ in range(workers)]:
                with contextlib.suppress(TooBusy):  # what was found by then is found
                    each.result()
        if self._partly and not self._wholly:
            fewest = min(map(len, self._partly.values()))
            return [drawn[at] for at, left in self._partly.items() if len(left) == fewest]
        return [drawn[place] for place in sorted(self._wholly) if self._is_soon(place)]

    def first_that_mends(self, steps: list[Step]) -> Step | None:
        """Return the first change that mends the check, with all that comes after; or None."""
        found = self.mending(iter(steps)) if steps else []
        return found[0] if found and self._wholly else None

    def _note_partly(self, place: int, failing: Mapping[str, str]) -> None:
        """Note a text that mends this check, where all that fails after it fails as it did before.

        So it is where there is a second mistake. What changes how other checks fail mends nothing.
        """
        if self._now is None:
            self._now = self._failing_now()
        if self._now is not None and leaves_another(self._now, failing):
            self._partly[place] = failing

    def passing(self, steps: list[Step]) -> list[Step]:
        """Return the changes over which the check passes, whatever comes after it."""
        texts, passed = [step.text for step in steps], list[int]()
        with contextlib.suppress(TooBusy):
            passed += self._nearly(range(len(texts)), texts) if texts else ()
        return [steps[place] for place in passed]

    def _is_soon(self, place: int) -> bool:
        """Say whether a text is as likely as the first that mends: what is behind is a chance."""
        return not self._wholly or place < min(self._wholly) + self.plan.further

    def _goes_on(self, place: int) -> bool:
        is_well = self._hung < self.plan.hung and self._ended < CRASHES
        goes_on = is_well and len(self._partly) < MOST_PARTLY and time.monotonic() < self._end
        return goes_on and self._is_soon(place)

    def _nearly(self, chunk: range, texts: list[str]) -> Iterator[int]:
        """Yield the places of texts over which the check passes beside others, in one run."""
        run, name = self._part.run, self._name
        chosen = [texts[place] for place in chunk]
        batch = batch_of(run, self._stage, name, chosen, self.plan, self._deadline)
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
        if tried and (replay := self._transcript.replay_in(tried)):
            failure = self._failure(tried, "failed")
            if failure and not replay.is_blamed(failure):
                return False
            tried = batch.part(trial, module)
        return tried is not None and self._failure(tried, "failed") is None

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

    def failure_over(self, text: str) -> Exception | None:
        """Return how the check fails over another text of the file, which is tried by itself."""
        with self._alone_over(text) as part:
            failure = self._failure(part, "failed")
        return failure if self._deadline.left else TooBusy()

    def failing_after(self, text: str) -> Mapping[str, str] | None:
        """Return which of the checks after the failed one fail over another text of the file.

        The text is tried by itself. Return None where the failed check, or one before it, fails.
        """
        with self._alone_over(text) as part:
            fails = self._failure(part, "passed") is not None
            failing = None if fails else self._again(part, "after")
        return failing if self._deadline.left else None  # what was cut short tells nothing

    def _failing_now(self) -> Mapping[str, str] | None:
        with self._alone_over(self._text) as part:
            failing = self._again(part, "after")
        return failing if self._deadline.left else None

    @contextlib.contextmanager
    def _alone_over(self, text: str) -> Iterator[Part]:
        """Lend a part over another text of the file, with runs of its own."""
        trial = Trial.of(self._part.run, self._name, text, self._deadline)
        plan = self.plan
        part = part_of(
            trial, self._stage, self._part, sanitized=plan.sanitized, guarded=plan.guarded
        )
        try:
            yield part
        finally:
            trial.end()
            part.give_up()

    def _failure(self, part: Part, which: Which) -> Exception | None:
        try:
            self._again(part, which)
        except Exception as failure:  # whatever became of it, the check did not pass
            if isinstance(failure, CheckFailed):
                self._hung += failure.finding.cause == "timeout"
            return failure
        return None
