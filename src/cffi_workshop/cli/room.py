"""`workshop room`: where the class stands, live."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.files import shown_path

__all__ = ["room"]


@click.command()
@click.option("--exercise", metavar="NAME", help="What the board is about; otherwise all.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen: 0.0.0.0 lets your network in.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option(
    "--stuck",
    "stuck_minutes",
    type=click.IntRange(1, 120),
    help="Minutes with one failure after which somebody is stuck; 5 at first.",
)
@click.option(
    "--anonymous", is_flag=True, help="Put an animal in the place of each name, for good."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="The file of the room; .workshop/room.sqlite if not given.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the board.")
@click.option(
    "--export",
    "folder",
    is_flag=False,
    flag_value=Path("room"),
    type=click.Path(path_type=Path),
    help="Write the page of the class into a folder, and end.",
)
@click.option("--forget", is_flag=True, help="Delete all that the room knows, and end.")
def room(
    exercise: str | None,
    host: str,
    port: int,
    stuck_minutes: int | None,
    anonymous: bool,
    data: Path | None,
    no_browser: bool,
    folder: Path | None,
    forget: bool,
) -> None:
    """Open a room, and see live where the class stands and why.

    Learners join with the address and the code that are printed. Ctrl-C closes the room; the same
    command opens it again as it was.
    """
    require_room()
    from cffi_workshop.room import serve
    from cffi_workshop.room.file import DEFAULT

    root = find_root()
    path = data or root / DEFAULT
    shown = Path(shown_path(path, root))
    if forget:
        delete(path, shown)
    elif folder:
        export(root, path, folder)
    else:
        slug = load_exercise(root, exercise.rstrip("/")).slug if exercise else ""
        serve.open_room(
            serve.Opening(root, path, host, port, slug, stuck_minutes, anonymous, not no_browser)
        )


def require_room() -> None:
    for name in ("fastapi", "uvicorn"):
        if not find_spec(name):
            raise WorkshopError(
                f"A room needs {name}; install it: pip install 'cffi-workshop[room]'."
            )


def delete(path: Path, shown: Path) -> None:
    from cffi_workshop.room.file import forget

    was = forget(path)
    click.echo(
        f"Deleted: {shown}." if was else f"There is no room to forget: {shown} is not there."
    )


def export(root: Path, path: Path, folder: Path) -> None:
    from cffi_workshop.room.export import write_class_page

    click.echo(f"wrote {click.format_filename(write_class_page(root, path, folder))}")
