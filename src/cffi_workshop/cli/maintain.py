"""What maintainers generate: stubs and notebooks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.files import shown_path

__all__ = ["notebooks", "stubs"]


def generator(command: Callable) -> Callable:
    """Add what `stubs` and `notebooks` have in common."""
    for decorate in (
        click.option("--force", is_flag=True, help="Overwrite edits that are not committed."),
        click.option(
            "--check", "only_check", is_flag=True, help="Write nothing; 1 if not current."
        ),
        click.argument("names", nargs=-1),
    ):
        command = decorate(command)
    return command


@click.command()
@generator
def stubs(names: tuple[str, ...], only_check: bool, force: bool) -> None:
    """Maintainers: make exercises/ from solutions/."""
    from cffi_workshop.authoring.stubs import generate, outdated

    root = find_root()
    if only_check:
        end_with_outdated(outdated(root, names), root)
    print_written(generate(root, names, force), root)


@click.command()
@generator
def notebooks(names: tuple[str, ...], only_check: bool, force: bool) -> None:
    """Maintainers: make the notebooks from their sources.

    NAMES are exercises and demos; --force also executes again what is current.
    """
    from cffi_workshop.notebooks.demos import demo_names
    from cffi_workshop.notebooks.generate import generate_notebooks, outdated_notebooks

    root = find_root()
    demos = [name for name in names if name in demo_names(root)]
    slugs = [name for name in names if name not in demos]
    if only_check:
        end_with_outdated(outdated_notebooks(root, slugs, demos), root)
    print_written(generate_notebooks(root, slugs, demos, force), root)


def end_with_outdated(paths: list[Path], root: Path) -> NoReturn:
    for path in paths:
        click.echo(f"not current: {shown_path(path, root)}")
    if not paths:
        click.echo("Everything is current.")
    sys.exit(1 if paths else 0)


def print_written(paths: list[Path], root: Path) -> None:
    for path in paths:
        click.echo(f"{'wrote' if path.exists() else 'removed'} {shown_path(path, root)}")
    if not paths:
        click.echo("Everything is current.")
