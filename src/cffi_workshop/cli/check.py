"""`workshop check`: one verdict, or one for each exercise."""

from __future__ import annotations

import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.learner import has_joined, room_root

from .choose import all_done, chosen, name_argument
from .process import complain, ended_by

if TYPE_CHECKING:
    from cffi_workshop.grading.verdict import Verdict
from cffi_workshop.files import shown_path

__all__ = ["check"]


@click.command()
@name_argument
@click.option("--path", help="The folder or notebook to check; exercises/NAME if not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON verdict a line, and nothing else.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "github", "gradescope", "markdown"]),
    default="text",
    show_default=True,
    help="For whom the verdict is written.",
)
@click.option("--all", "check_all", is_flag=True, help="Check every exercise (in --path/NAME).")
@click.option("--verbose", "-v", is_flag=True, help="Show waiting checks, and what the tools said.")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "limits", "bubblewrap"]),
    default="auto",
    show_default=True,
    help="How your program is shut in.",
)
@click.option(
    "--seed", type=click.IntRange(0), help="Draw the inputs that a verdict with this seed drew."
)
def check(
    name: str | None,
    path: str | None,
    as_json: bool,
    form: str,
    check_all: bool,
    verbose: bool,
    sandbox: str,
    seed: int | None,
) -> None:
    """Try your C and Python, and name the cause of the first mistake.

    Without NAME, the exercise whose folder you are in, or else the next that is not done. Progress
    is kept for exercises/NAME alone.
    Exit status: 0 all checks passed, 1 some did not, 2 nothing could be checked.
    """
    if check_all and name:
        raise WorkshopError(f"Both {name!r} and --all were given; leave one of them out.")
    if as_json and form not in ("text", "json"):
        raise WorkshopError(f"Both --json and --format {form} were given; leave one of them out.")
    root, form = find_root(), "json" if as_json else form
    if check_all:
        sys.exit(check_each(root, path, sandbox, form, verbose, seed))
    exercise = chosen(root, name, path)
    if exercise is None:
        click.echo(all_done(all_exercises(root)), err=form != "text")
        return
    with files_to_check(exercise, path) as (folder, remarks):
        verdict = judge(exercise, folder, sandbox, path, seed, remarks)
        if form == "json":
            print_json(verdict)
        elif form != "text":
            print_exchange(form, [(verdict, report.context_for(exercise, verdict, folder))])
        else:
            print_report(verdict, exercise, folder, verbose, path)
    sys.exit(verdict.exit_status)


def check_each(
    root: Path, path: str | None, sandbox: str, form: str, verbose: bool, seed: int | None
) -> int:
    """Check all exercises, each told in a line unless --verbose; return the worst exit status."""
    from cffi_workshop.learner import progress

    look = report.output_style()
    worst, reports = 0, []
    for exercise in all_exercises(root):
        try:
            folder = folder_to_check(exercise, path and str(Path(path) / exercise.slug))
            verdict = judge(exercise, folder, sandbox, seed=seed)
        except WorkshopError as error:
            complain(error)
            worst = 2
            continue
        worst = max(worst, verdict.exit_status)
        if form == "json":
            print_json(verdict)
        elif form != "text":
            reports.append((verdict, report.context_for(exercise, verdict, folder)))
        elif verbose:
            print_report(verdict, exercise, folder, verbose)
        else:
            click.echo(report.summary(verdict, look))
    if reports:
        print_exchange(form, reports)
    following = progress.next_exercise(root)
    if form == "text" and not path and following:
        click.echo(f"\nNext: `workshop check {following.slug}`")
    return worst


def files_to_check(
    exercise: Exercise, path: str | None
) -> AbstractContextManager[tuple[Path, tuple[str, ...]]]:
    """Give the folder that holds the files, and remarks: of a notebook, a scratch folder."""
    from cffi_workshop.grading import notebook_submission

    if path is not None and notebook_submission.is_notebook(Path(path)):
        return notebook_submission.unpacked(exercise, Path(path))
    return nullcontext((folder_to_check(exercise, path), ()))


def folder_to_check(exercise: Exercise, path: str | None) -> Path:
    folder = exercise.folder if path is None else Path(path)
    if folder.is_dir():
        return folder
    if path is None:
        raise WorkshopError(
            f"exercises/{exercise.slug} does not exist; "
            f"`workshop reset {exercise.slug}` makes it as it was handed out."
        )
    found = f"{path!r} is a file" if folder.exists() else f"The folder {path!r} does not exist"
    raise WorkshopError(
        f"{found}; --path takes a folder or a notebook with files of {exercise.slug}."
    )


def judge(
    exercise: Exercise,
    folder: Path,
    sandbox: str,
    path: str | None = None,
    seed: int | None = None,
    remarks: tuple[str, ...] = (),
) -> Verdict:
    """Check a folder, and keep the verdict if it is the learner's; `path` is how it was named."""
    from dataclasses import replace

    from cffi_workshop.grading.servers import shared_server
    from cffi_workshop.learner import progress

    before = progress.fingerprint(exercise)
    verdict = shared_server.check(exercise, folder, sandbox, seed)
    if verdict is None:
        from cffi_workshop.grading.grader import check as run_checks

        verdict = run_checks(exercise, folder, sandbox=sandbox, seed=seed)
    if ended_by:  # while it ran: this is half a verdict
        raise KeyboardInterrupt
    shown = shown_path(Path(path or folder), exercise.root)
    verdict = replace(verdict, path=shown, remarks=(*verdict.remarks, *remarks))
    if report.is_usual(folder, exercise):
        progress.record(verdict, exercise, before)
        tell_room(verdict, exercise)
    return verdict


def tell_room(verdict: Verdict, exercise: Exercise) -> None:
    """Tell the room that was joined, if there is one."""
    if not has_joined(exercise.root) or verdict.exit_status == 2:
        return
    from cffi_workshop.learner.joined.telling import tell_check

    if says := tell_check(room_root(exercise.root), verdict, exercise):
        click.echo(says, err=True)


def print_json(verdict: Verdict) -> None:
    import json

    click.echo(json.dumps(verdict.as_json()))


def print_exchange(form: str, reports: list[tuple[Verdict, report.ReportContext]]) -> None:
    """Print verdicts for another program; on GitHub, add them to the summary of the job as well."""
    from cffi_workshop.report import exchange

    click.echo(exchange.FORMATS[form](reports))
    if form == "github":
        exchange.write_summary(reports)


def print_report(
    verdict: Verdict, exercise: Exercise, folder: Path, verbose: bool, path: str | None = None
) -> None:
    from dataclasses import replace

    context = report.context_for(exercise, verdict, folder)
    if path and context.other_path:  # a notebook's files lie in a scratch folder
        context = replace(context, other_path=shlex.quote(path))
    look = report.output_style()
    click.echo(report.render(verdict, context, look, verbose), nl=False)
