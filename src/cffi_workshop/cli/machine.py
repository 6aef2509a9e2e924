"""`workshop start` and `workshop doctor`: the first minutes on a machine, and what it lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import all_exercises

from .list import show_list

__all__ = ["doctor", "start"]

FEW = 3  # exercises: enough to see that checking works, and quick


@click.command()
def start() -> None:
    """Run the first demos, check the first exercises, and say what is next.

    `make start` ends with this command.
    """
    from cffi_workshop.grading.building.toolchain import Toolchain
    from cffi_workshop.grading.grader import check
    from cffi_workshop.sandbox import bubblewrap_works

    root, look = find_root(), report.output_style()
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
    show_list()
    click.echo()
    report.print_sentence("Now: source .venv/bin/activate, then `workshop` says what is next.")


def run_demos(root: Path, make: str) -> None:
    command = [make, "--silent", "--no-print-directory", "-C", str(root / "demo")]
    command += [f"PYTHON={sys.executable}", "first"]
    if subprocess.run(command, check=False).returncode:
        raise WorkshopError(
            "A demo failed, see above; `workshop doctor` tries each tool that it needs."
        )


@click.command()
def doctor() -> None:
    """Try what the workshop needs; say how to mend it.

    Exit status: 0 when all that a learner needs works (sanitizer and sandbox are warnings), else 2.
    """
    from cffi_workshop import doctor as the_doctor

    look = report.output_style()
    findings = []
    for found in the_doctor.examine(the_doctor.PROBES):
        click.echo(the_doctor.render(found, look))
        findings.append(found)
    click.echo()
    report.print_sentence(the_doctor.conclusion(findings))
    sys.exit(the_doctor.exit_status(findings))
