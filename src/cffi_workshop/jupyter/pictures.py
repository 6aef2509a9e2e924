"""Pictures that a program leaves in its folder: shown in the notebook that ran it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from IPython.display import display

__all__ = ["pictures_in", "show_picture"]

LARGEST = 5_000_000  # bytes


def pictures_in(folder: Path) -> dict[str, int]:
    """Return the names of the pictures in a folder, with the time of their last change."""
    found = [
        path for path in folder.iterdir() if path.suffix in (".png", ".html") and path.is_file()
    ]
    return {path.name: path.stat().st_mtime_ns for path in found}


def show_picture(path: Path) -> None:
    """Show a PNG, or the figure in a page as cffi_workshop.draw saves it."""
    if path.stat().st_size > LARGEST:
        return
    if path.suffix == ".html":
        page = path.read_text(encoding="utf-8", errors="replace")
        begin, end = page.find("<figure"), page.rfind("</figure>")
        if 0 <= begin < end:
            display(
                {"text/html": page[begin : end + len("</figure>")], "text/plain": path.name},
                raw=True,
            )
    else:
        data = {"image/png": b64encode(path.read_bytes()).decode(), "text/plain": path.name}
        display(
            data, metadata={"image/png": {"alt": f"{path.name}, as the command left it"}}, raw=True
        )
