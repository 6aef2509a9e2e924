"""`workshop start` and `workshop doctor`: the first minutes on a machine, and what it lacks."""

from __future__ import annotations

import os
import sys

import click

from cffi_workshop import report
from cffi_workshop.exercises.checkout import find_root

from .list import show_list

__all__ = ["doctor", "start"]


@click.command()
def start() -> None:
    """Run the first demos, check the first exercises, and say what is next.

    `make start` ends with this command.
    """
    from .first_minutes import start as run

    run(find_root())
    show_list()
    click.echo()
    report.print_sentence("Now: source .venv/bin/activate, then `workshop` says what is next.")


@click.command()
def doctor() -> None:
    """Try what the workshop needs; say how to mend it.

    Exit status: 0 when all that a learner needs works (sanitizer and sandbox are warnings), else 2.
    """
    from cffi_workshop import doctor as the_doctor

    look = report.style_for(sys.stdout, os.environ)
    findings = []
    for found in the_doctor.examine(the_doctor.PROBES):
        click.echo(the_doctor.render(found, look))
        findings.append(found)
    click.echo()
    report.print_sentence(the_doctor.conclusion(findings))
    sys.exit(the_doctor.exit_status(findings))
