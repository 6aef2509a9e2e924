"""`workshop room`: where the class stands, live."""

from __future__ import annotations

from pathlib import Path

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.extras import require_extra
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
@click.option("--address", help="How learners reach it, where something stands in front of it.")
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
@click.option("--browser/--no-browser", default=True, help="Open the board, or do not.")
@click.option(
    "--export",
    "folder",
    is_flag=False,
    flag_value=Path("room"),
    type=click.Path(path_type=Path),
    help="Write the page of the class into a folder, and end.",
)
@click.option("--forget", is_flag=True, help="Delete all that the room knows, and end.")
def room(**options) -> None:
    """Open a room, and see live where the class stands and why.

    Learners join with the address and the code that are printed. Ctrl-C closes the room; the same
    command opens it again as it was.
    """
    from .in_room import address_of

    require_extra("A room", "room", "fastapi", "uvicorn")
    from cffi_workshop.room import serve
    from cffi_workshop.room.file import DEFAULT

    root = find_root()
    data, folder = options.pop("data") or root / DEFAULT, options.pop("folder")
    if options.pop("forget"):
        delete(data, shown_path(data, root))
    elif folder:
        export(root, data, folder)
    else:
        name, address = options.pop("exercise"), options.pop("address")
        slug = load_exercise(root, name.rstrip("/")).slug if name else ""
        reached = address_of(address) if address else ""
        serve.open_room(serve.Opening(root, data, exercise=slug, address=reached, **options))


def delete(path: Path, shown: str) -> None:
    from cffi_workshop.room.file import forget

    was = forget(path)
    click.echo(
        f"Deleted: {shown}." if was else f"There is no room to forget: {shown} is not there."
    )


def export(root: Path, path: Path, folder: Path) -> None:
    from cffi_workshop.room.export import write_class_page

    click.echo(f"wrote {click.format_filename(write_class_page(root, path, folder))}")
