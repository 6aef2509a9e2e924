"""`workshop lab`: JupyterLab on the workshop, on this machine alone, at the landing notebook."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.extras import install_command
from cffi_workshop.files import shown_path

__all__ = ["SETTINGS", "lab"]

# The page to land on, text that opens as a page, no questions about news.
SETTINGS = Path(__file__).parents[1] / "jupyter" / "config"
# A kernel that gets an episode ready.
DATA = Path(__file__).parents[1] / "jupyter" / "share"


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port to use; 8888 or the next free one."
)
@click.option(
    "--folder", "only_folder", is_flag=True, help="Prepare the folder, print it, start nothing."
)
def lab(no_browser: bool, port: int | None, only_folder: bool) -> None:
    """Start JupyterLab, at the page with all links.

    It works on copies in .workshop/lab, which git does not see: what you write is kept there, also
    when you update the workshop. It listens on this machine alone and asks for a token. Ctrl-C,
    twice, ends it.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise WorkshopError(
            "JupyterLab is not installed; run `make lab`, "
            f"or `{install_command('lab')}` in the workshop's folder."
        )
    from cffi_workshop.learner import checkout_of
    from cffi_workshop.learner.lab_folder import prepare

    root = find_root()
    root = checkout_of(root) or root
    made = prepare(root)
    for name in made.beside:
        click.echo(
            f"{name} is new in the workshop; the file beside it has what you wrote.", err=True
        )
    if only_folder:
        click.echo(made.folder)
        return
    click.echo(
        f"Your work is kept in {shown_path(made.folder, root)}, which git does not see.", err=True
    )
    arguments = command(made.folder, no_browser, port)
    os.chdir(made.folder)
    sys.stdout.flush()
    os.execve(arguments[0], arguments, environment())


def command(root: Path, no_browser: bool, port: int | None) -> list[str]:
    """Return what starts JupyterLab. The token stays as Jupyter makes it: new each time."""
    options = [f"--ServerApp.root_dir={root}", "--ServerApp.ip=127.0.0.1"]
    if no_browser:
        options.append("--no-browser")
    if port is not None:
        options.append(f"--port={port}")
    if os.geteuid() == 0:  # in a container; Jupyter would refuse
        options.append("--allow-root")
    return [sys.executable, "-m", "jupyterlab", *options]


def environment() -> dict[str, str]:
    """Return the environment with our settings, our Python first for cells and terminals."""
    ours = {
        "JUPYTER_CONFIG_PATH": str(SETTINGS),
        "JUPYTER_PATH": str(DATA),
        "PATH": str(Path(sys.executable).parent),
    }
    return {
        **os.environ,
        **{name: joined(value, os.environ.get(name)) for name, value in ours.items()},
    }


def joined(first: str, rest: str | None) -> str:
    return first + os.pathsep + rest if rest else first
