"""The `workshop` command.

Exit status: 0 done or all checks passed, 1 some did not (or generated files are not current),
2 the request or the machine is wrong, with one sentence on stderr that says what to do; 130 after
Ctrl-C.
"""

from __future__ import annotations

import click

from cffi_workshop import __version__
from cffi_workshop.exercises.checkout import find_root

from .answers import answers
from .authors import new, rules
from .bench import bench
from .check import check
from .draw import draw
from .explain import explain
from .lab import lab
from .learners import hint, reset, solution
from .list import list_command, where_am_i
from .machine import doctor, start
from .maintain import notebooks, stubs
from .process import CommandGroup, heed_signals, speak_any_encoding, told_in_a_sentence
from .watch import watch

__all__ = ["main", "workshop"]


@click.group(
    cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="workshop")
@click.pass_context
def workshop(context: click.Context) -> None:
    """Learn to call C from Python with cffi. Without a command: where you are, and what is next."""
    if context.invoked_subcommand is None:
        where_am_i(find_root())


workshop.add_command(answers)
workshop.add_command(bench)
workshop.add_command(check)
workshop.add_command(doctor)
workshop.add_command(draw)
workshop.add_command(explain)
workshop.add_command(hint)
workshop.add_command(lab)
workshop.add_command(list_command)
workshop.add_command(new)
workshop.add_command(notebooks)
workshop.add_command(reset)
workshop.add_command(rules)
workshop.add_command(solution)
workshop.add_command(start)
workshop.add_command(stubs)
workshop.add_command(watch)


def main() -> None:
    """Run the command of sys.argv and exit; whatever goes wrong, nobody meets a stack trace."""
    speak_any_encoding()
    heed_signals()
    with told_in_a_sentence():
        workshop(standalone_mode=False)
