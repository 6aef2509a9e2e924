"""`workshop grade` from beginning to end."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.sandbox import bubblewrap_works
from cffi_workshop.sandbox.scratch import sweep

from .book.book import Book
from .book.book_rows import Job
from .book.checker_version import checker_version
from .changes import Points, keep_told, points_in, report_changes, told_last
from .engines.run import grade_all, grade_alone
from .engines.slurm import Cluster, require_slurm
from .intake.report import ALL_THERE, print_some, report_intake
from .intake.take_in import take_in
from .pages.page import require_pages
from .platforms.sheets import (
    Asked,
    accounts_in,
    keep_worksheets,
    read_asked,
    require_exercises,
    worksheets_of,
)
from .points.idle_rules import idle_rules
from .points.policy import Policy, policy_of
from .progress import Progress
from .roster.roster_file import read_roster
from .write import course_of, write_all

__all__ = ["Request", "grade_course"]

IN_PARTS = (
    "Where the rest of before is meant to count, lay it beside what is new, and give the command "
    "again; or give the points by `workshop grade adjust`."
)


@dataclass(frozen=True)
class Request:
    """What is asked for, as the options of the command have it."""

    hand_ins: Path
    roster: Path | None
    into: Path
    jobs: int | None
    layout: str | None
    sandbox: str
    engine: str
    exchange: Path | None
    policy: Path | None
    seed: int | None
    again: bool
    accept: bool
    worksheets: tuple[str, ...]


def grade_course(
    root: Path, known: list[Exercise], named: tuple[str, ...], request: Request
) -> int:
    """Grade a course; return the exit status, 2 where the checker owes somebody a verdict."""
    require_possible(request)
    named_now = read_asked(request.worksheets, [one.slug for one in known])
    given = read_roster(request.roster) if request.roster else None
    sweep(Path(tempfile.gettempdir()))
    with Book(request.into) as book:
        rules = policy_of(book, known, request.policy)
        keep_settings(book, request)
        chosen = [one for one in known if one.slug in named] if named else known
        people = given or book.roster()
        asked = worksheets_of(book, named_now)
        before = told_last(book, known, rules)
        intake = take_in(
            book,
            request.hand_ins,
            people,
            chosen,
            alone=bool(named),
            layout=request.layout,
            everything=known,
            accounts=accounts_in(asked),
        )
        report_intake(intake, people)
        require_exercises(asked, [one.slug for one in course_of(book, known, rules)])
        keep_worksheets(book, asked)
        try:
            grade_rounds(book, root, (known, chosen), rules, request, before)
        except KeyboardInterrupt:
            write_all(book, known, rules, request.into, asked)
            click.echo(f"gradebook.csv and the pages in {request.into} hold what is graded so far.")
            raise
        return finish(book, known, rules, request.into, asked)


def grade_rounds(
    book: Book,
    root: Path,
    exercises: tuple[list[Exercise], list[Exercise]],
    rules: Policy,
    request: Request,
    before: Points,
) -> None:
    """Grade what is to be complete, and say whose points differ from those `before`.

    `exercises` are all, and those that are graded.
    """
    known, chosen = exercises
    now = int(book.setting("round"))
    for round_ in rounds_of(now, request):
        grade_what_lacks(book, root, chosen, round_, request)
        after = points_in(book, known, rules, round_)
        people = {one.label: one.who for one in book.people()}
        report_changes(people, before, after, again=round_ > now, accept=request.accept)
        if round_ == now or request.accept:
            keep_told(book, before, after)
        before = after
    if request.accept:
        book.set("round", now + 1)


def rounds_of(now: int, request: Request) -> tuple[int, ...]:
    """Return the rounds that are to be complete.

    What --again finds counts once it is accepted; until then, what is new counts by this round.
    """
    if not request.again:
        return (now,)
    return (now + 1,) if request.accept else (now, now + 1)


def keep_settings(book: Book, request: Request) -> None:
    """Keep what the next command goes by, if it says nothing else."""
    if request.seed is not None:
        book.set("seed", request.seed)
    if request.policy is not None:
        book.set("policy", request.policy.resolve())


def require_possible(request: Request) -> None:
    """Say before any work what lacks; the nodes of a cluster see for themselves what they have."""
    if request.accept and not request.again:
        raise WorkshopError("--accept takes what --again proposed; give both.")
    require_pages()
    if request.engine == "slurm":
        require_slurm()
    elif request.sandbox != "limits":
        require_bubblewrap()


def require_bubblewrap() -> None:
    """Refuse to run other people's programs where nothing keeps them in."""
    works, reason = bubblewrap_works()
    if not works:
        raise WorkshopError(
            f"Hand-ins are graded in the bubblewrap sandbox, but {reason}. `workshop doctor` says "
            "how to mend that; `--sandbox limits` grades without it, and then hand-ins can read "
            "what you can read."
        )


def grade_what_lacks(
    book: Book, root: Path, exercises: list[Exercise], round_: int, request: Request
) -> None:
    by_slurm = request.engine == "slurm"
    places = request.jobs or (2 if by_slurm else os.cpu_count() or 1)
    checkers = {one.slug: checker_version(one) for one in exercises}
    others = [slug for slug, one in checkers.items() if book.count_by(slug, one, request.sandbox)]
    if others:
        report.print_sentence(
            "The workshop, its checks or the sandbox are not those of the last run, so that what "
            f"was handed in before is judged by those of now: {', '.join(others)}."
        )

    def left() -> tuple[list[Job], list[Job]]:
        """Return what is to be graded, and what is to be tried once more alone."""
        fresh, doubtful = (
            book.jobs(checkers, request.sandbox, round_, settled=settled)
            for settled in (False, True)
        )
        return fresh, doubtful

    jobs, doubtful = left()
    with Progress(lambda: sum(map(len, left()))) as progress:
        if by_slurm:
            exchange = (request.exchange or request.into).resolve() / "slurm"
            cluster = Cluster(book, root, exchange, places, progress.count)
            cluster.grade(jobs)
            cluster.settle_alone(doubtful)
        else:
            grade_all(book, root, jobs, places, progress.count)
            grade_alone(book, root, doubtful, progress.count)


def finish(
    book: Book, known: list[Exercise], policy: Policy, into: Path, asked: list[Asked]
) -> int:
    written = write_all(book, known, policy, into, asked)
    report.print_sentence(
        "Written: gradebook.csv, checks.csv, gradebook.json, class.html, similar.html, people/ in "
        f"{into}."
    )
    for sentence in written.sheets:
        report.print_sentence(sentence)
    if written.parts:
        click.echo("These handed in anew, and less than before; what came last counts alone:")
        print_some(written.parts, ALL_THERE, ahead="  ")
        report.print_sentence(IN_PARTS)
    course = course_of(book, known, policy)
    for sentence in idle_rules(book, known, course, policy):
        click.echo(f"workshop: grading.toml: {sentence}", err=True)
    for sentence in written.owed:
        click.echo(f"workshop: {sentence}", err=True)
    return 2 if written.owed else 0
