"""Where a learner is, and what is next."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises

from .choose import all_done

__all__ = ["list_command", "show_list", "where_am_i"]

# Each column, and how wide a terminal has to be for it: what would be cut to pieces is left out.
COLUMNS = {"exercise": 0, "title": 72, "episode": 72, "min": 50, "state": 0, "points": 0}
STATE_STYLES = {"done": "green", "stale": "yellow", "started": "cyan", "untouched": "dim"}


def where_am_i(root: Path) -> None:
    from cffi_workshop.learner import progress

    look = report.style_for(sys.stdout, os.environ)
    exercises = all_exercises(root)
    click.echo(look.paint(f"cffi-workshop in {root}", bold=True))
    click.echo(progress_line(exercises, look))
    following = progress.next_exercise(root)
    if following is None:
        click.echo("\n" + all_done(exercises))
        return
    click.echo(f"\nNext: {following.slug} ({following.minutes} minutes)")
    click.echo(look.paint(f"  {following.title}", bold=True))
    rows = [
        ("learn", report.episode_line(following.episode, root)),
        ("read", f"exercises/{following.slug}/README.md"),
        ("edit", ", ".join(following.editable)),
        ("check", f"workshop check {following.slug}"),
    ]
    for label, text in rows:
        click.echo(report.fold(f"{label:<6} {text}", look.width, "  ", " " * 9))
    click.echo("\nAll commands: workshop --help")


def progress_line(exercises: list[Exercise], look: report.TerminalStyle) -> str:
    """Return a bar of points, and how many exercises are done."""
    from cffi_workshop.learner import progress

    states = [progress.state(exercise) for exercise in exercises]
    points = sum(progress.points(exercise) for exercise in exercises)
    total = sum(exercise.points for exercise in exercises)
    filled = 20 * points // total if total else 0
    full, empty = "█░" if look.unicode else "#."
    bar = look.paint(full * filled, fg="green") + look.paint(empty * (20 - filled), dim=True)
    return f"{bar}  {states.count('done')} of {len(states)} exercises done, {points} of {total} points"


@click.command("list")
def list_command() -> None:
    """All exercises, and how far you are with each."""
    show_list()


def show_list() -> None:
    from rich.table import Table

    from cffi_workshop.learner import progress

    root = find_root()
    look = report.style_for(sys.stdout, os.environ)
    exercises = all_exercises(root)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    wanted = [heading for heading, width in COLUMNS.items() if look.width >= width]
    for heading in wanted:
        table.add_column(
            heading,
            justify="right" if heading in ("min", "points") else "left",
            no_wrap=heading == "exercise",
        )
    for exercise in exercises:
        state = progress.state(exercise)
        points = f"{progress.points(exercise)}/{exercise.points}"
        cells = {
            "exercise": exercise.slug,
            "title": exercise.title,
            "episode": exercise.episode,
            "min": str(exercise.minutes),
            "state": f"[{STATE_STYLES[state]}]{state}",
            "points": points,
        }
        table.add_row(*(cells[heading] for heading in wanted))
    report.rich_console(look).print(table)
    click.echo("\n" + progress_line(exercises, look))
    if any(progress.state(exercise) == "stale" for exercise in exercises):
        click.echo("stale: passed, but edited since; check it again.")
