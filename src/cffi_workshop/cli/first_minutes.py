"""The first five minutes: the machine can do it, the demos run, and there is something to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.grader import check
from cffi_workshop.grading.toolchain import Toolchain
from cffi_workshop.sandbox import bubblewrap_works

__all__ = ["start"]

FEW = 3  # exercises: enough to see that checking works, and quick


def start(root: Path) -> None:
    """Run the first demos and check the first exercises as they are, without noting progress."""
    look = report.style_for(sys.stdout, os.environ)
    tools = Toolchain.find()

    def heading(text: str) -> None:
        click.echo("\n" + look.paint(text, bold=True))

    heading("The first demos: C called from Python, three ways")
    run_demos(root, tools.make)
    heading("The first exercises, checked as they are")
    for exercise in all_exercises(root)[:FEW]:
        click.echo(report.summary(check(exercise, exercise.folder), look))
    works, reason = bubblewrap_works()
    if not works:
        text = (
            f"Checks run under time and memory limits only, because {reason}. That is fine for "
            "your own work."
        )
        click.echo(report.fold(text, look.width))
    heading("Where you are")


def run_demos(root: Path, make: str) -> None:
    command = [make, "--silent", "--no-print-directory", "-C", str(root / "demo")]
    command += [f"PYTHON={sys.executable}", "first"]
    if subprocess.run(command, check=False).returncode:
        raise WorkshopError(
            "A demo failed, see above; `workshop doctor` tries each tool that it needs."
        )
