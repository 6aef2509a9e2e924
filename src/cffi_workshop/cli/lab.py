"""`workshop lab`: JupyterLab on the workshop, on this machine alone, at the landing notebook."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root

__all__ = ["SETTINGS", "lab"]

# The page to land on, text that opens as a notebook, no questions about news.
SETTINGS = Path(__file__).parents[1] / "jupyter" / "config"


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to use; 8888 or the next free one.")
def lab(no_browser: bool, port: int | None) -> None:
    """Start JupyterLab, at the page with all links.

    It listens on this machine alone and asks for a token. Ctrl-C, twice, ends it.
    """
    from cffi_workshop.notebooks.start_page import LANDING, landing_notebook

    if importlib.util.find_spec("jupyterlab") is None:
        raise WorkshopError(
            "JupyterLab is not installed; run `make lab`, "
            "or `python -m pip install -e '.[lab]'` in the workshop's folder."
        )
    root = find_root()
    if not (root / LANDING).is_file():
        (root / LANDING).write_text(landing_notebook(root), encoding="utf-8")
    arguments = command(root, no_browser, port)
    os.chdir(root)
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
    """Return the environment with our settings, and with our Python first for cells and terminals."""
    ours = {"JUPYTER_CONFIG_PATH": str(SETTINGS), "PATH": str(Path(sys.executable).parent)}
    return {**os.environ, **{name: joined(value, os.environ.get(name)) for name, value in ours.items()}}


def joined(first: str, rest: str | None) -> str:
    return first + os.pathsep + rest if rest else first
