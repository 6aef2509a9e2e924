"""Where a learner is, and what is next."""

from __future__ import annotations

from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.effort import effort_of
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.files import shown_path

from .choose import all_done

__all__ = ["list_command", "show_list", "where_am_i"]

# Each column, and how wide a terminal has to be for it: what would be cut to pieces is left out.
COLUMNS = {
    "exercise": 0,
    "title": 76,
    "episode": 76,
    "lines": 50,
    "min": 50,
    "state": 0,
    "points": 0,
}
STATE_STYLES = {"done": "green", "stale": "yellow", "started": "cyan", "untouched": "dim"}


def where_am_i(root: Path) -> None:
    from cffi_workshop.learner import progress

    look = report.output_style()
    exercises = all_exercises(root)
    click.echo(look.paint(f"cffi-workshop in {root}", bold=True))
    click.echo(progress_line(exercises, look))
    in_jupyterlab(root, look)
    following = progress.next_exercise(root)
    if following is None:
        click.echo()
        report.print_sentence(all_done(exercises))
        return
    click.echo(f"\nNext: {following.slug} ({following.minutes} minutes)")
    click.echo(look.paint(report.fold(following.title, look.width, "  "), bold=True))
    rows = [
        ("learn", report.episode_line(following.episode, root)),
        ("read", f"exercises/{following.slug}/README.md"),
        ("edit", ", ".join(following.editable)),
        ("check", f"workshop check {following.slug}"),
    ]
    for label, text in rows:
        click.echo(report.fold(f"{label:<6} {text}", look.width, "  ", " " * 9))
    click.echo("\nAll commands: workshop --help")


def in_jupyterlab(root: Path, look: report.TerminalStyle) -> None:
    """Say where the work is that a learner does in JupyterLab, if there is any."""
    from cffi_workshop.learner import checkout_of, lab_of

    if checkout_of(root):
        report.print_sentence(
            "This is your work in JupyterLab: git does not see it, and an update keeps it."
        )
    elif folder := lab_of(root):
        click.echo()
        report.print_sentence(f"Your work in JupyterLab is in {shown_path(folder, root)}:")
        click.echo(progress_line(all_exercises(folder), look))


def progress_line(exercises: list[Exercise], look: report.TerminalStyle) -> str:
    """Return a bar of points, and how many exercises are done."""
    from cffi_workshop.learner import progress

    states = [progress.state(exercise) for exercise in exercises]
    points = sum(progress.points(exercise) for exercise in exercises)
    total = sum(exercise.points for exercise in exercises)
    filled = 20 * points // total if total else 0
    full, empty = "█░" if look.unicode else "#."
    bar = look.paint(full * filled, fg="green") + look.paint(empty * (20 - filled), dim=True)
    done = f"{states.count('done')} of {len(states)} exercises done, {points} of {total} points"
    return bar + ("  " if 22 + len(done) <= look.width else "\n") + done


@click.command("list")
def list_command() -> None:
    """All exercises, and how far you are with each.

    Minutes follow a rule: the README is read at 130 words a minute, a line that you write takes a
    minute and a half, and each file that you write is checked once with one mistake, which takes
    two minutes. Lines that you copy, from the other mode or from a given file, are not counted.
    """
    show_list()


def show_list() -> None:
    from rich.table import Table

    from cffi_workshop.learner import progress

    root = find_root()
    look = report.output_style()
    exercises = all_exercises(root)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    wanted = [heading for heading, width in COLUMNS.items() if look.width >= width]
    for heading in wanted:
        table.add_column(
            heading,
            justify="right" if heading in ("lines", "min", "points") else "left",
            no_wrap=heading == "exercise",
        )
    for exercise in exercises:
        state = progress.state(exercise)
        points = f"{progress.points(exercise)}/{exercise.points}"
        cells = {
            "exercise": exercise.slug,
            "title": exercise.title,
            "episode": exercise.episode.partition("-")[0],
            "lines": str(effort_of(exercise).total_lines),
            "min": str(exercise.minutes),
            "state": f"[{STATE_STYLES[state]}]{state}",
            "points": points,
        }
        table.add_row(*(cells[heading] for heading in wanted))
    report.rich_console(look).print(table)
    click.echo("\n" + progress_line(exercises, look))
    if "lines" in wanted:
        report.print_sentence(
            "lines: those that you write; "
            "min: what they take by the rule of `workshop list --help`."
        )
    if any(progress.state(exercise) == "stale" for exercise in exercises):
        report.print_sentence("stale: passed, but edited since; check it again.")
