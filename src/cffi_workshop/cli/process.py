"""The process around the commands: signals, encodings, and errors told in a sentence."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from shutil import get_terminal_size
from typing import Any, NoReturn

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.extras import ExtraMissing
from cffi_workshop.files import bounded, shown_text
from cffi_workshop.sentences import REMEDIES, listed

__all__ = [
    "CommandGroup",
    "Commands",
    "Group",
    "complain",
    "ended_by",
    "heed_signals",
    "of_machine",
    "open_what_is_closed",
    "speak_any_encoding",
    "told_in_a_sentence",
    "undo_what_was_inherited",
]


def heed_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, end)


LONGEST_SENTENCE = 4_000  # characters


class ReaderHasLeft(Exception):
    """Nobody reads on: `workshop list | head -1`.

    Of a BrokenPipeError, click would make status 1.
    """


class Commands(UserDict[str, Any]):
    """The commands by name; each is imported when asked for, from `module:name` beside this."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, attribute = self.data[name].partition(":")
        return getattr(import_module(f".{module}", __package__), attribute)


NARROWEST = 50  # columns; click makes no help narrower by itself
LONGEST = 300  # characters of a first sentence
# What brings the packages that a learner has no need of, for the commands that do.
EXTRAS = {"bench": "bench", "grade": "grade", "lab": "lab", "notebooks": "lab", "room": "room"}


class Group(click.Group):
    """Commands, each told in a whole sentence; click would cut it to one line of the terminal."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        asked = ((name, self.get_command(context, name)) for name in self.list_commands(context))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, one.get_short_help_str(LONGEST)) for name, one in asked if one]
            )


class CommandGroup(Group):
    """The commands, which may lose their reader and end well."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        asks = args[:1] == ["help"]  # `workshop help check`, as other commands have it
        about = [] if args[1:] == ["help"] else args[1:]
        return super().parse_args(context, [*about, "--help"] if asks else args)

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        if (width := get_terminal_size().columns - 2) < NARROWEST:
            named["terminal_width"] = width
        try:
            return super().make_context(*given, **named)
        except BrokenPipeError:  # of --help
            raise ReaderHasLeft from None

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise ReaderHasLeft from None
        except click.UsageError as error:  # click forgets whose option lacks its argument
            name = context.invoked_subcommand or ""
            if error.ctx is None and (asked := self.get_command(context, name)):
                error.ctx = click.Context(asked, context, name)
            raise
        except ModuleNotFoundError as error:
            command = context.invoked_subcommand
            if command not in EXTRAS:
                raise
            raise ExtraMissing(f"`workshop {command}`", error.name, EXTRAS[command]) from error


ended_by: list[int] = []


def end(number: int, _frame: object) -> None:
    """Unwind from a signal. KeyboardInterrupt is what pytest, too, takes as a reason to stop."""
    ended_by.append(number)
    raise KeyboardInterrupt


def open_what_is_closed() -> None:
    """Give each standard stream that was closed (`<&-`) an empty one, which all else relies on.

    Python has None for it, and the next file that is opened would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            empty = os.open(os.devnull, os.O_RDWR)
            if empty != number:
                os.dup2(empty, number)
                os.close(empty)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def undo_what_was_inherited() -> None:
    """Undo what a shell, or whatever else began this process, may have set for no check's good."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # if it is ignored, nobody can wait for a child
    os.umask(os.umask(0o077) & 0o077)  # who makes a file may use it


def speak_any_encoding() -> None:
    """Let a stream that knows ASCII alone print a question mark where it would stop us."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """Turn errors into one sentence on stderr and an exit status."""
    try:
        yield
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        interrupted()
    except (WorkshopError, click.ClickException) as error:
        if ended_by:  # what else went wrong, went wrong by that
            interrupted()
        complain(error)
        sys.exit(2)
    except (BrokenPipeError, ReaderHasLeft):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if ended_by:
            interrupted()
        if os.environ.get("WORKSHOP_DEBUG"):
            raise
        complain(of_machine(error) or broken(error))
        sys.exit(2)


def interrupted() -> NoReturn:
    number = ended_by[0] if ended_by else signal.SIGINT
    if number == signal.SIGINT:
        click.echo("Interrupted.", err=True)
    # Where it came out of an exec(), as in the making of a dataclass, Python would end itself by
    # the signal, whatever the status; the next exec() has it forget that.
    exec("pass")
    sys.exit(128 + number)


def of_machine(error: Exception) -> WorkshopError | None:
    """Return a sentence on what is no mistake of ours either; None where it may be one."""
    if not isinstance(error, OSError) or error.errno not in REMEDIES:
        return None
    what = f": {shown_text(os.fsdecode(error.filename))}" if error.filename else ""
    return WorkshopError(f"{error.strerror}{what}; {REMEDIES[error.errno]}.")


def broken(error: Exception) -> WorkshopError:
    return WorkshopError(
        f"The workshop itself is broken, which is not your doing ({type(error).__name__}: "
        f"{error}); please report it with what WORKSHOP_DEBUG=1 prints."
    )


def in_plain_words(error: click.UsageError, says: str) -> str:
    """Return what click says of a command line, without the words of its own trade."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # it says all of the help
        commands = getattr(error.ctx.command, "commands", ())
        return f"`{error.ctx.command_path}` has commands of its own: {listed([*commands])}."
    says = re.sub("is not a valid integer( range)?", "is no whole number", says)
    says = re.sub("is not a valid float( range)?", "is no number such as 7.5", says)
    return says if says.endswith((".", "?")) else f"{says}."


def complain(error: Exception) -> None:
    """Print what is wrong; a file that somebody else wrote may have a part in the sentence."""
    from cffi_workshop.terminal_style import print_sentence

    says = error.format_message() if isinstance(error, click.ClickException) else str(error)
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "workshop"
        is_whole = error.ctx is None or error.ctx.parent is None
        or_else = f"; `{command}` alone says what is next" if is_whole else ""
        says = f"{in_plain_words(error, says)} See `{command} --help`{or_else}."
    says = shown_text(bounded(says, LONGEST_SENTENCE), keep="\n\t")
    print_sentence(f"workshop: {says}", stream=sys.stderr)
