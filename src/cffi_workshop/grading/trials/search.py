"""Which line, changed a little, makes a failed check pass: that is where the mistake is."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, Protocol

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.check_run import MODES
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part

from .steps import steps_of
from .together import batch_of
from .trial import Trial, part_of

__all__ = ["line_that_mends"]

# By their number, and not by the clock: the same hand-in is told the same line each time.
MOST, MOST_BUILT, MOST_ALONE = 500, 100, 60
SMALLEST, LARGEST = 8, 48  # texts that share a run
SECONDS = 12.0  # by the clock, on a machine that is busy
HANG = 8  # trials that go on without end, before no more are made
CRASHES = 60  # trials that end their run, which others have to wait for
WORKERS = os.cpu_count() or 1
OF_MEMORY = ("out-of-bounds", "use-after-free", "undefined-behaviour", "segfault", "abort", "leak")
TRIED = (
    *OF_MEMORY,
    *("wrong-value", "wrong-type", "exception", "missing-exception", "dangling-pointer"),
    *("did-not-call-c", "cdata-leaked"),
)


Which = Literal["failed", "passed", "after"]
# Of changes that mend the check and no other, before the first of them is taken.
MOST_PARTLY = 6


class Again(Protocol):
    """Makes the check that failed over a part, alone or with those before it; or those after it."""

    def __call__(self, tried: Part, which: Which = "passed") -> None: ...


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
    search = Search(part, stage, source.name, finding.cause, again)
    if finding.cause not in TRIED or search.mended(source.text + "\n"):
        return None  # a check that passes over the hand-in as it is tells nothing
    steps = steps_of(source, likely, finding, check, search.most)
    place = search.first_of([step.text for step in steps])
    return None if place is None else steps[place].line


class Search:
    """The first of many texts that makes a check pass, and what came of the trials so far.

    Many share a run: to begin one takes ten times as long as to make a check in it. What makes the
    check pass there is tried once more in a run of its own, with all that passed before.
    """

    def __init__(self, part: Part, stage: str, name: str, cause: str, again: Again) -> None:
        self._part, self._stage, self._name, self._again = part, stage, name, again
        self._sanitized = cause in OF_MEMORY
        # The sanitizer tells of all that was ever left behind: each text of C has a run of its own.
        self._alone = cause == "leak" and stage not in MODES
        self._wholly: list[int] = []
        self._partly: list[int] = []
        self._hung = self._ended = 0
        self._end = time.monotonic() + SECONDS

    @property
    def most(self) -> int:
        """How many texts are tried: what is to be built first takes longer."""
        if self._alone:
            return MOST_ALONE
        return MOST if self._stage in (*MODES, "c") else MOST_BUILT

    def first_of(self, texts: list[str]) -> int | None:
        """Return the place of the first of the texts that mends; where some mend all that comes
        after as well, of those.
        """
        chunks, lock = chunks_of(len(texts), 1 if self._alone else LARGEST), threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    chunk = next(chunks, range(0))
                if not chunk or not self._goes_on(chunk[0]):
                    return
                for place in chunk if self._alone else self._nearly(chunk, texts):
                    mended = self.mended(texts[place]) if self._goes_on(place) else ""
                    if mended:
                        (self._wholly if mended == "wholly" else self._partly).append(place)

        with ThreadPoolExecutor(WORKERS) as pool:
            for each in [pool.submit(work) for _ in range(WORKERS)]:
                each.result()
        return min(self._wholly or self._partly, default=None)

    def _goes_on(self, place: int) -> bool:
        is_before = not self._wholly or place < min(self._wholly)
        is_well = self._hung < HANG and self._ended < CRASHES and len(self._partly) < MOST_PARTLY
        return is_before and is_well and time.monotonic() < self._end

    def _nearly(self, chunk: range, texts: list[str]) -> Iterator[int]:
        """Yield the places of texts over which the check passes beside others, in one run."""
        run, name = self._part.run, self._name
        batch = batch_of(run, self._stage, name, [texts[place] for place in chunk])
        try:
            for place, module in zip(chunk, batch.names, strict=True):
                if not self._goes_on(place):
                    return
                trial = Trial.of(run, name, texts[place])
                if (tried := batch.part(trial, module)) and self._passes(tried, "failed"):
                    yield place
                trial.end()
                self._ended += batch.has_ended
        finally:
            batch.end()

    def mended(self, text: str) -> Literal["", "partly", "wholly"]:
        """Say what passes over another text of the file, by itself: the check that failed, with
        those before it; and those after it as well.
        """
        trial = Trial.of(self._part.run, self._name, text)
        part = part_of(trial, self._stage, self._part, sanitized=self._sanitized)
        try:
            if not self._passes(part, "passed"):
                return ""
            return "wholly" if self._passes(part, "after") else "partly"
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


def chunks_of(count: int, largest: int) -> Iterator[range]:
    """Yield the places of texts that share a run: few at first, since the likeliest come first."""
    first, size = 0, min(SMALLEST, largest)
    while first < count:
        yield range(first, min(first + size, count))
        first, size = first + size, min(2 * size, largest)
