"""From what a tool said to a cause, one sentence, and a line of the learner's."""

from .build_output import (
    limit_told,
    make_line,
    make_sentence,
    of_build_output,
    of_guess,
    of_root,
    of_warning,
)
from .diagnosis import CheckFailed, Diagnosis, clean
from .exceptions import of_exception, of_raised
from .exit_status import of_c_at_end, of_ending, of_waiting
from .sanitizers import of_kept, of_leaks
from .sentences import sentence_of, split_at_verb
from .unheard import of_unheard

__all__ = [
    "CheckFailed",
    "Diagnosis",
    "clean",
    "limit_told",
    "make_line",
    "make_sentence",
    "of_build_output",
    "of_c_at_end",
    "of_ending",
    "of_exception",
    "of_guess",
    "of_kept",
    "of_leaks",
    "of_raised",
    "of_root",
    "of_unheard",
    "of_waiting",
    "of_warning",
    "sentence_of",
    "split_at_verb",
]
