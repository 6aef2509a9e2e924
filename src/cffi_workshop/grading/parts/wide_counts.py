"""Counts in a type of 32 bits, where a header has 64: right for whatever can be tried.

Nobody can wait for 2**32 points, or has memory for so many numbers. Where such types have 16 bits
in the source, who counts beyond 2**32 is wrong from 2**16 on.
"""

from __future__ import annotations

import re

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis

from .many_calls import ManyCalls
from .worker_client import WorkerClient

__all__ = ["require_wide"]

SECONDS = 2.0  # for what takes some milliseconds, and never ends where a count wraps around
# What a compiler says of a number that a type of 16 bits does not hold, and one of 32 may.
DOES_NOT_FIT = ("overflow", "limited range")
LARGEST_NUMBER = 15  # of the learner's own: others may have to fit into 16 bits as well
# Of int, those alone that a variable is declared with, or a cast made: what a function returns is
# its header's business.
WORD_OF_C = re.compile(
    r"\b(?P<unsigned>unsigned\s{1,4}int|unsigned(?!\s{1,4}(?:int|char|short|long)\b)|uint32_t)\b"
    r"|\bint32_t\b|(?<!long )(?<!short )(?<!unsigned )\bint(?=\s{1,4}\w{1,60}\s?[=;,]|\s?\))"
)
KIND = r"\(\s?(?:kind\s?=\s?)?(?:c_int|c_int32_t|int32|4)\s?\)"
WORD_OF_FORTRAN = re.compile(rf"(?i)\binteger(?:\s?{KIND}|(?=\s{{0,4}}(?:::|,)))")
WORDS = {"c": WORD_OF_C, "cpp": WORD_OF_C, "fortran": WORD_OF_FORTRAN}
PRELUDE = "#include <stdint.h>\n#line 1\n"


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


def narrowed(language: str, text: str, known: str) -> str | None:
    """Return a source with narrower types; None where it has no more of them than one `known`."""
    word = WORDS[language]
    bare, least = map(LANGUAGES[language].without_comments, (text, known))
    if len(word.findall(bare)) <= len(word.findall(least)):
        return None
    if language == "fortran":
        return word.sub("integer(2)", bare)
    return PRELUDE + word.sub(lambda one: "uint16_t" if one["unsigned"] else "int16_t", bare)
