"""Counts in a type of 32 bits, where a header has 64: right for whatever can be tried."""

from __future__ import annotations

from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.grading.building.narrowed import WORDS, narrowed
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis

from .many_calls import ManyCalls
from .worker_client import WorkerClient

__all__ = ["require_wide"]

SECONDS = 2.0  # for what takes some milliseconds, and never ends where a count wraps around
# What a compiler says of a number that a type of 16 bits does not hold, and one of 32 may.
DOES_NOT_FIT = ("overflow", "limited range")
LARGEST_NUMBER = 15  # of the learner's own: others may have to fit into 16 bits as well


def require_wide(run: CheckRun, language: str, many: ManyCalls, numbers: set[int]) -> None:
    """Fail where right calls go wrong once each type of 32 bits has 16.

    They are about more than 2**16 of something; `numbers` are those that the learner wrote.
    """
    source, name = run.source_in(language), run.library_in(language)
    text = run.submission.text(source)
    changed = narrowed(language, text, solution_text(run.exercise, source))
    if changed is None or any(number > LARGEST_NUMBER for number in numbers):
        return
    files = run.learner_files(language) | {source: changed.encode()}
    ending = run.builder.library(
        name, files, run.sources_in(language), sanitized=False, language=language
    )
    if not ending.files or any(words in ending.output for words in DOES_NOT_FIT):
        return
    live = WorkerClient(
        lambda: run.start_library(ending, name), run.exercise.editable, False, SECONDS
    )
    try:
        many.compare(live.ask(many.request(None), many.doing))
    except CheckFailed as failure:
        message = (
            f"{source} has a type of 32 bits, which goes up to {2**32 - 1:,}, where the header has "
            f"one of 64. So much takes too long to try: the check put 16 bits in the place of 32, "
            f"and tried more than {2**16 - 1:,}. {failure.finding.message}"
        )
        place = run.submission.line_of(source, WORDS[language].pattern)
        raise CheckFailed(Diagnosis("wrong-value", message, place)) from None
    finally:
        live.give_up()
