"""What is said of the hand-ins that came in: each list with its reason, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cffi_workshop import report
from cffi_workshop.files import shown_text
from cffi_workshop.sentences import counted, listed

from ..roster.roster import Roster, teams_of
from .layouts import LAYOUTS
from .take_in import Intake

__all__ = ["ALL_THERE", "MOST_TOLD", "print_some", "report_intake"]

MOST_TOLD = 20
MOST_OFFERED = 3  # people who may be meant
ALL_THERE = "; gradebook.csv has all of them"
SAY_WHO = (
    "Name the folder or file by what one of them alone has, an id, a login or an address; or give "
    "the platform's worksheet with --worksheet."
)
CANVAS = (
    "Canvas takes no grade without a name: show the names there, and download the hand-ins once "
    "more."
)
MOODLE = (
    "Moodle's grading worksheet takes their grades back by number, and says who they are once "
    "names are shown there: give it with --worksheet."
)
OF_A_GROUP = (
    "Where that is a group, and these are its people: give a --roster that knows half of them."
)
LAID_APART = (
    "A file that somebody handed in is graded once it lies in a folder that is called after that "
    "person."
)
OF_TEAMS = " Where these are teams, the roster needs a column called group, with their names."
OF_MANY = (
    "Where they are of several people, lay the files of each into a folder that is called after "
    "that person."
)
BY_HAND = (
    "Where somebody of the roster was meant, give the points to that person by `workshop grade "
    "adjust`."
)
COLUMNS = {"id": "ids", "name": "names", "email": "addresses", "login": "logins"}


def report_intake(intake: Intake, roster: Roster) -> None:
    """Print what was found, and of whom."""
    parts = ", ".join(
        f"{name or 'of no exercise'} {count}" for name, count in sorted(intake.exercises.items())
    )
    click.echo(
        f"Found {intake.layout}: {counted(intake.hand_ins, 'hand-in')} "
        f"({parts or 'none of any exercise'})."
    )
    if roster.people:
        there = counted(len(roster.people), "person is", "people are")
        click.echo(f"{there} in the course.")
    for names, says, then in lists(intake, roster):
        if names:
            click.echo(says)
            print_some(
                names, "" if names in (intake.aside, intake.copies) else ALL_THERE, ahead="  "
            )
            if then:
                report.print_sentence(then)


def lists(intake: Intake, roster: Roster) -> Iterator[tuple[list[str], str, str]]:
    """Yield what is named, what it is, and what to do about it."""
    strange = "These match nobody of the roster; each is graded, and has a row of its own:"
    # What nobody reads is not looked for: a course may have many people.
    asked = [asked_of(name, roster) for name in intake.strangers[:MOST_TOLD]]
    yield asked + intake.strangers[MOST_TOLD:], strange, why_strange(intake, roster)
    doubtful = "These fit several people; each is graded, and has a row of its own:"
    yield intake.doubtful, doubtful, SAY_WHO
    hidden = "The platform hides whose these are; each is graded, and has a row of its own:"
    yield intake.hidden, hidden, CANVAS if intake.layout == LAYOUTS["canvas"] else MOODLE
    yield intake.teams, "These are of teams, by the roster; each counts for all members:", ""
    left = "These have points by hand, and are not on the roster, or not by this name any more:"
    yield intake.by_hand, left, BY_HAND
    unreadable = "These hold nothing that can be graded; the row of each says why:"
    yield intake.unreadable, unreadable, ""
    yield intake.doubles, "These are of one person; the newest counts:", ""
    kept = "These were handed in before, and do not lie there now; what the book has counts:"
    yield intake.kept, kept, ""
    several = "In these, an exercise lies in several folders; one was taken, by its notes:"
    yield intake.several, several, OF_A_GROUP
    yield intake.copies, "These are copies of others, by one person; the newest count:", OF_MANY
    aside = "These lie among the hand-ins, say of nobody whose they are, and were left out:"
    yield intake.aside, aside, LAID_APART


def asked_of(name: str, roster: Roster) -> str:
    """Return a stranger's name, and who of the roster may be meant by it."""
    near = " or ".join(one.who for one in roster.near(name)[:MOST_OFFERED])
    return f"{name}; is it {near}, by another name?" if near else name


def why_strange(intake: Intake, roster: Roster) -> str:
    """Say by what strangers were looked for, what the roster lacks, and the next step."""
    if not intake.strangers:
        return ""
    there = [about for about in COLUMNS if roster.has(about)]
    by = f"They were looked for by {listed([COLUMNS[one] for one in there])}"
    if intake.layout == LAYOUTS["git"] and "login" not in there:
        lacks = "the roster has no logins, which clones are called after"
        return f"{by}; {lacks}: add a column called login, and give the same command again."
    others = roster.more_titles()
    unused = f" (not by {', '.join(others)})" if others else ""
    teams = ""
    step = (
        "add them to the roster, or give it a column that says what they are called here, with the "
        "title id, name, email or login"
    )
    if intake.layout in (LAYOUTS["moodle"], LAYOUTS["canvas"]):
        step = "add them to the roster, or say whose their numbers are by a --worksheet"
        teams = "" if any(teams_of(one.more) for one in roster.people) else OF_TEAMS
    return f"{by}{unused}; {step}, then give the same command again.{teams}"


def print_some(
    sentences: list[str], all_there: str, most: int = MOST_TOLD, ahead: str = ""
) -> None:
    """Print the first of them; a screen holds no more, and the gradebook has all."""
    for sentence in sentences[:most]:
        click.echo(f"{ahead}{shown_text(sentence)}")
    if len(sentences) > most:
        click.echo(f"{ahead}... and {len(sentences) - most} more{all_there}.")
