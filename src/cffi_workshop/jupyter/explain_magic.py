"""%explain: what a message means, or the last exception of the notebook, and what to do."""

from __future__ import annotations

import sys
import traceback
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from .magic_words import with_help
from .workshop_command import complaint_of, in_notebook, workshop

__all__ = ["Explain", "remember_failure"]


@magics_class
class Explain(Magics):
    """The error catalogue in a notebook."""

    shell: Any  # never None where IPython made the object

    @no_var_expand
    @with_help
    @line_cell_magic
    def explain(self, line: str, cell: str | None = None) -> None:
        """Say what an error message means, and what to do.

        `%explain` alone takes what failed last in this notebook. `%explain MESSAGE` takes a line,
        and `%%explain` all that is pasted below it, a whole traceback, too.
        """
        text = "\n".join(part for part in (line.strip("\"' "), cell) if part)
        text = text or failed_last(self.shell)
        if not text.strip():
            raise UsageError(
                "Nothing failed in this notebook yet; paste a message below a line `%%explain`."
            )
        run = workshop("explain", given=text)
        if run.returncode not in (0, 1):
            raise UsageError(complaint_of(run))
        said = last_exception()
        if run.returncode and isinstance(said, UsageError) and text.rstrip().endswith(str(said)):
            raise said  # a sentence, which says what to do by itself
        print(in_notebook(run.stdout), end="")


def remember_failure(shell: Any, output: str) -> None:
    """Keep what a command that failed printed, for %explain."""
    shell.workshop_failure = (output, last_exception())


def failed_last(shell: Any) -> str:
    """Return the output of a command, or the traceback of a cell, whichever failed last."""
    output, raised_before = getattr(shell, "workshop_failure", ("", None))
    raised = last_exception()
    if output and raised is raised_before:
        return output
    return "".join(traceback.format_exception(raised)) if raised else ""


def last_exception() -> BaseException | None:
    """Return the exception that IPython showed last."""
    return getattr(sys, "last_value", None)
