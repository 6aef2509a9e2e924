"""From what a tool said to a cause, one sentence, and a line of the learner's."""

from .build_output import make_sentence, of_build_output, of_warning
from .diagnosis import CheckFailed, Diagnosis, clean
from .exceptions import of_exception
from .exit_status import of_ending
from .sanitizers import of_leaks

__all__ = [
    "CheckFailed",
    "Diagnosis",
    "clean",
    "make_sentence",
    "of_build_output",
    "of_ending",
    "of_exception",
    "of_leaks",
    "of_warning",
]
