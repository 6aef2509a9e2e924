"""A verdict as a learner reads it: what works, the first failure in full, and what to do next.

Everything here is text in, text out. rich would cost a fifth of the time that a whole check may
take, so lines are wrapped by textwrap and coloured by click, which is loaded anyway.
"""

from .closing import advice, summary
from .first_failure import explained_in, message, source
from .look import Look, fold, look_for, plain, rich_console
from .pointers import Pointers, episode_line, is_usual, pointers_for, shown_path
from .whole import STAGES, render

__all__ = [
    "STAGES",
    "Look",
    "Pointers",
    "advice",
    "episode_line",
    "explained_in",
    "fold",
    "is_usual",
    "look_for",
    "message",
    "plain",
    "pointers_for",
    "render",
    "rich_console",
    "shown_path",
    "source",
    "summary",
]
