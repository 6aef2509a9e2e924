"""`workshop explain`: what a message means, and what to do, from the error catalogue."""

from __future__ import annotations

import codecs
import re
import shlex
import shutil
import sys
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError

__all__ = ["explain"]

PROGRAM = "cffi_workshop.program"  # where the words behind -- wait
NAME = re.compile(r"[\w./~+][\w./~+-]*")  # of a program; a message seldom begins with one word
LONGEST = 200_000  # letters of a log that are read: a million take ten seconds
FIRST_ERROR = re.compile(
    r"\b(?:[Ee]rror|fatal|FATAL|ERROR)\b[^\n:]{0,20}:|Error: |Traceback \(|undefined (?:ref|sym)"
)


class MessageOrProgram(click.Command):
    """A command that knows what stood behind `--`."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            place = args.index("--")
            context.meta[PROGRAM] = args[place + 1 :]
            args = args[:place]
        return super().parse_args(context, args)


@click.command(cls=MessageOrProgram, context_settings={"ignore_unknown_options": True})
@click.option("--list", "listed", is_flag=True, help="List all that the catalogue explains.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program.")
@click.argument("message", nargs=-1)
@click.pass_context
def explain(context: click.Context, message: tuple[str, ...], listed: bool, as_json: bool) -> None:
    """What an error message means, and what to do.

    MESSAGE is what Python, cffi or the compiler printed, or some of it: a whole traceback, too.
    Without MESSAGE it is read from standard input. What nothing complains of can be asked in your
    own words. `workshop explain -- python rain.py` runs the program, and explains how it ended.
    Exit status: 0 explained, 1 not in the catalogue.
    """
    from cffi_workshop.cli.explanation import listing, shown

    behind = context.meta.get(PROGRAM, [])
    if listed:
        if message or behind:
            raise WorkshopError(
                "`--list` shows all that the catalogue explains, and takes no message; leave one "
                "of them out, or look through the list: `workshop explain --list | grep WORD`."
            )
        click.echo(listing(as_json))
    elif behind and not message and shutil.which(behind[0]):
        explain_program(behind, as_json)
    else:
        if behind and not message:
            require_message(behind)
        refuse_file(message)
        text = " ".join([*message, *behind])
        told, known = shown(given() if text in ("", "-") else text, as_json)
        click.echo(told)
        sys.exit(0 if known else 1)


def require_message(words: list[str]) -> None:
    """Raise WorkshopError where what stands behind `--` is meant as a program, and is none."""
    from cffi_workshop.cli.explanation import known

    name, *arguments = words
    if not NAME.fullmatch(name) or known(" ".join(words)):
        return
    if name.endswith(".py") and Path(name).is_file():
        command = shlex.join(["python", name, *arguments])
        raise WorkshopError(f"{name} is no program; run it by `workshop explain -- {command}`.")
    raise WorkshopError(
        f"No program {name!r} was found; give one that is there behind `--`, as in `workshop "
        "explain -- python rain.py`, or leave out the `--` ahead of a message or a question."
    )


def refuse_file(words: tuple[str, ...]) -> None:
    """Raise WorkshopError where the name of a file was given, or a command without its `--`."""
    named = [word for word in words if len(word) < 256 and Path(word).is_file()]
    if not named or (words[0] not in named and not shutil.which(words[0])):
        return
    command = [*words] if words[0] not in named else ["python", *words]
    way = f"`workshop explain -- {shlex.join(command)}`" if named[0].endswith(".py") else ""
    raise WorkshopError(
        f"{named[0]} is a file, and no message; give the message that a program printed, "
        + (f"or run the program by {way}." if way else f"or `workshop explain < {named[0]}`.")
    )


def given() -> str:
    """Return what stands on standard input; nobody is kept waiting at a terminal."""
    text = "" if sys.stdin.isatty() else decoded(sys.stdin.buffer.read()).strip()
    if not text:
        raise WorkshopError(
            'No message was given; put it in quotes behind the command, `workshop explain "..."`, '
            "or send the output there: `python NAME.py 2>&1 | workshop explain`."
        )
    return most_telling(text)


def most_telling(log: str) -> str:
    """Return a log; of a very long one, what stands from its first error on, and its end."""
    if len(log) <= LONGEST:
        return log
    half = LONGEST // 2
    end = log[log.find("\n", len(log) - half) + 1 :][-half:]
    first = FIRST_ERROR.search(log, 0, len(log) - len(end))
    begin = log.rfind("\n", 0, first.start()) + 1 if first else 0
    head = log[begin : begin + half]
    whole = head.rpartition("\n")[0] or head  # lines
    click.echo("The log is very long; its first error and its end were read.", err=True)
    return f"{whole}\n{end}"


def decoded(data: bytes) -> str:
    """Return what was sent as text: what PowerShell writes to a file is UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise WorkshopError(
            "What came is a binary file, and no text; send what the program printed: "
            "`python NAME.py 2>&1 | workshop explain`."
        )
    return data.decode(errors="replace")


def explain_program(command: list[str], as_json: bool) -> None:
    """Run a program and tell how it ended; end with 0 if that is explained, or all went well."""
    from cffi_workshop import post_mortem
    from cffi_workshop.cli.explanation import shown_ending

    ending = post_mortem.run(command)
    has_place = ending.crashed or ending.stuck or ending.child_crashed
    places = list(post_mortem.places(ending, command)) if has_place else []
    told, known = shown_ending(ending, places, as_json)
    click.echo(told)
    sys.exit(0 if known else 1)
