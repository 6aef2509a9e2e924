"""From what a tool said to a cause, one sentence, and a line of the learner's."""

from .builds import make_sentence, of_build_output, of_warning
from .endings import of_ending
from .exceptions import of_exception
from .finding import CheckFailed, Finding, clean
from .sanitizers import of_leaks

__all__ = [
    "CheckFailed",
    "Finding",
    "clean",
    "make_sentence",
    "of_build_output",
    "of_ending",
    "of_exception",
    "of_leaks",
    "of_warning",
]
