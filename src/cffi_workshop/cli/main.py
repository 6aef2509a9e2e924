"""The `workshop` command.

Exit status: 0 done or all checks passed, 1 some did not (or generated files are not current),
2 the request or the machine is wrong, with one sentence on stderr that says what to do; 130 after
Ctrl-C.
"""

from __future__ import annotations

import click

from cffi_workshop import __version__
from cffi_workshop.exercises.checkout import find_root

from .process import (
    CommandGroup,
    Commands,
    heed_signals,
    open_what_is_closed,
    speak_any_encoding,
    told_in_a_sentence,
    undo_what_was_inherited,
)

__all__ = ["main", "workshop"]


# Where each command is: only the one that is asked for is imported.
COMMANDS = Commands(
    {
        "answers": "answers:answers",
        "bench": "bench:bench",
        "cdef": "cdef:cdef",
        "check": "check:check",
        "doctor": "machine:doctor",
        "draw": "draw:draw",
        "explain": "explain:explain",
        "export-nbgrader": "export_nbgrader:export_nbgrader",
        "grade": "grade:grade",
        "help-me": "in_room:help_me",
        "hint": "learners:hint",
        "join": "in_room:join",
        "lab": "lab:lab",
        "leave": "in_room:leave",
        "list": "list:list_command",
        "new": "authors:new",
        "notebooks": "maintain:notebooks",
        "reset": "learners:reset",
        "room": "room:room",
        "rules": "authors:rules",
        "share": "in_room:share",
        "solution": "learners:solution",
        "start": "machine:start",
        "stubs": "maintain:stubs",
        "watch": "watch:watch",
    }
)


@click.group(
    cls=CommandGroup,
    commands=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="workshop")
@click.pass_context
def workshop(context: click.Context) -> None:
    """Learn to call C from Python with cffi. Without a command: where you are, and what is next."""
    if context.invoked_subcommand is None:
        from .list import where_am_i

        where_am_i(find_root())


def main() -> None:
    """Run the command of sys.argv and exit; whatever goes wrong, nobody meets a stack trace."""
    open_what_is_closed()
    speak_any_encoding()
    undo_what_was_inherited()
    heed_signals()
    with told_in_a_sentence():
        workshop(standalone_mode=False)
