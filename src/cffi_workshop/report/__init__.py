"""A verdict as a learner reads it: what works, the first failure in full, and what to do next.

Everything here is text in, text out. rich would cost a fifth of the time that a whole check may
take, so lines are wrapped by textwrap and coloured by click, which is loaded anyway.
"""

from cffi_workshop.episodes import episode_line, episode_name, episode_page
from cffi_workshop.terminal_style import (
    TerminalStyle,
    fold,
    output_style,
    plain,
    print_sentence,
    rich_console,
)

from .context import ReportContext, context_for, context_of, is_usual
from .first_failure import explained_in, heading, message, source
from .next_steps import advice, summary
from .text import STAGES, by_stage, render

__all__ = [
    "STAGES",
    "ReportContext",
    "TerminalStyle",
    "advice",
    "by_stage",
    "context_for",
    "context_of",
    "episode_line",
    "episode_name",
    "episode_page",
    "explained_in",
    "fold",
    "heading",
    "is_usual",
    "message",
    "output_style",
    "plain",
    "print_sentence",
    "render",
    "rich_console",
    "source",
    "summary",
]
