"""What a learner does in a room: join, leave, ask for help, share some lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.learner import room_root

from .choose import chosen, name_argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from cffi_workshop.learner.joined.membership import Membership

T = TypeVar("T")

__all__ = ["help_me", "join", "leave", "share"]

TOLD = """\
You are in the room at {address} as {name}.
From now on `workshop check`, `workshop watch` and %check tell it: this name, the exercise, which
checks fail, the cause, and when. No code is sent, unless you say so (`workshop share`).
`workshop leave` ends that, and deletes what the room knows of you."""


@click.command()
@click.argument("address")
@click.argument("code")
@click.option("--name", help="What you want to be called there.")
def join(address: str, code: str, name: str | None) -> None:
    """Join your instructor's room; from then on it is told which checks fail, and why."""
    from cffi_workshop.learner.joined.membership import Membership, membership, remember
    from cffi_workshop.learner.joined.wire import post

    root, address = room_root(find_root()), address_of(address)
    name = name or asked_name()
    answer = asked(lambda: post(address, "/api/join", {"code": code, "name": name}), address)
    if answer.status != 201:
        raise WorkshopError(f"The room did not let you in: {answer.error or answer.status}")
    if before := membership(root):
        say_goodbye(before)
    joined = Membership(address, str(answer.body["token"]), str(answer.body["name"]))
    remember(root, joined)
    click.echo(TOLD.format(address=address, name=click.style(joined.name, bold=True)))


def address_of(text: str) -> str:
    """Return the address of a room; raise WorkshopError for what is none."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    try:
        fine = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() for letter in text):
        raise WorkshopError(
            f"{text!r} is no address of a room; expected one like http://10.0.0.5:8765."
        )
    return f"{parts.scheme}://{parts.netloc}"


def asked_name() -> str:
    if not sys.stdin.isatty():
        raise WorkshopError("Say what you want to be called: --name NAME.")
    return click.prompt("What do you want to be called in the room? (your instructor sees it)")


def asked(request: Callable[[], T], address: str) -> T:
    """Return the answer to a request; raise WorkshopError where none comes."""
    from cffi_workshop.learner.joined.wire import Unreachable

    try:
        return request()
    except Unreachable as error:
        raise WorkshopError(
            f"The room at {address} does not answer ({error}); look at the address, and whether "
            "you are in the same network."
        ) from None


def say_goodbye(joined: Membership) -> bool:
    """Tell a room that somebody leaves; say whether it answered."""
    from cffi_workshop.learner.joined.wire import Unreachable, post

    try:
        return post(joined.address, "/api/leave", {}, joined.token).status in (204, 401)
    except Unreachable:
        return False


@click.command()
def leave() -> None:
    """Leave the room: nothing more is sent, and what it knows of you is deleted."""
    from cffi_workshop.learner.joined.membership import forget, needed

    root = room_root(find_root())
    joined = needed(root)
    told = say_goodbye(joined)
    forget(root)
    click.echo(f"You have left the room at {joined.address}; nothing more is sent.")
    if told:
        click.echo("What it knew of you is deleted.")
    else:
        click.echo(
            "It did not answer, so what it knows of you is still there: ask your instructor to "
            "take you out."
        )


@click.command("help-me")
@name_argument
@click.option("--over", is_flag=True, help="You need no help any more.")
def help_me(name: str | None, over: bool) -> None:
    """Ask your instructor for help, in the room that you joined."""
    from cffi_workshop.learner.joined import reports

    root = find_root()
    exercise = None if over else chosen(root, name)
    slug = exercise.slug if exercise else None
    event = reports.of_help_over() if over else reports.of_help(slug)
    answer = send_event(root, event)
    if answer is None:
        return
    if over:
        click.echo("You are not waiting for help any more.")
    elif answer.get("taken"):
        click.echo("Somebody is on the way to you.")
    else:
        click.echo(f"You asked for help; you are number {answer.get('help')} in the line.")


@click.command()
@name_argument
@click.option("--take-back", is_flag=True, help="Delete all that you shared.")
def share(name: str | None, take_back: bool) -> None:
    """Show the lines around your first mistake in the room, without your name.

    The exercise is checked once more, and what is sent is printed. Each time you are asked first;
    comments are left out. When your check passes, what you shared is deleted.
    """
    from cffi_workshop.learner.joined import reports
    from cffi_workshop.learner.joined.membership import needed

    root = find_root()
    needed(room_root(root))
    if take_back:
        if send_event(root, reports.of_take_back()) is not None:
            click.echo("What you shared is deleted.")
        return
    event = lines_to_share(root, name)
    click.echo(f"{event['message']}\n\n{event['code']}\n")
    if sys.stdin.isatty() and not click.confirm("Show this in the room, without your name?"):
        return
    if send_event(root, event) is not None:
        click.echo("Shared, without your name. `workshop share --take-back` deletes it.")


def lines_to_share(root: Path, name: str | None) -> dict:
    """Return the event with the lines around the first mistake; raise WorkshopError without one."""
    from cffi_workshop.cohort.pages.first_mistake import lines_around
    from cffi_workshop.learner.joined import reports

    from .check import folder_to_check, judge

    exercise = chosen(root, name)
    failure = None
    if exercise:
        verdict = judge(exercise, folder_to_check(exercise, None), "auto")
        failure = verdict.first_failure
    if exercise is None or failure is None:
        raise WorkshopError("No check fails, so that there is no mistake to share.")
    place = failure.location
    if place is None or place.file not in verdict.sources:
        raise WorkshopError(
            "The checker knows no line for this mistake, so that there is nothing to share."
        )
    code = without_name(lines_around(place.file, verdict.sources[place.file], place.line), root)
    return reports.of_share(exercise, verdict, failure, code)


def without_name(code: str, root: Path) -> str:
    """Take the name out by which the learner is called in the room."""
    from cffi_workshop.cohort.book.book_rows import PersonRow
    from cffi_workshop.cohort.pages.anonymity import Anonymity
    from cffi_workshop.learner.joined.membership import needed

    name = needed(room_root(root)).name
    return Anonymity().of(code, PersonRow(0, name, name, "", "", False, {}))


def send_event(root: Path, event: dict) -> dict | None:
    """Send an event now; return what the room answers, or say that it is sent later."""
    from cffi_workshop.learner.joined import outbox, sender
    from cffi_workshop.learner.joined.membership import forget, needed
    from cffi_workshop.learner.joined.telling import gone
    from cffi_workshop.learner.joined.wire import Unreachable

    root = room_root(root)
    joined = needed(root)
    outbox.put(root, event)
    try:
        return outbox.send(root, joined)
    except Unreachable:
        sender.in_process(root)
        click.echo(f"The room at {joined.address} does not answer; it is told when it does.")
        return None
    except outbox.Gone:
        forget(root)
        raise WorkshopError(gone(joined)) from None
