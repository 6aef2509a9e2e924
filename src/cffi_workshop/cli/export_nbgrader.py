"""`workshop export-nbgrader`: an exercise as an assignment of nbgrader."""

from __future__ import annotations

from pathlib import Path

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import load_exercise

__all__ = ["export_nbgrader"]


@click.command("export-nbgrader")
@click.argument("name")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export_nbgrader(name: str, folder: Path) -> None:
    """Make an exercise an assignment in the course directory DIR of nbgrader."""
    from cffi_workshop.cohort.nbgrader.export import export_nbgrader as export

    exercise = load_exercise(find_root(), name.rstrip("/"))
    for path in export(exercise, folder):
        click.echo(f"Written: {path}")
    click.echo(f"Next, in {folder}: nbgrader generate_assignment {exercise.slug} --create")
