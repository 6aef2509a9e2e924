"""Which demos there are, and the notebook of one."""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.errors import WorkshopError

from .cells import code, markdown, notebook
from .execute import lab

__all__ = ["demo_names", "demo_notebook"]


def demo_names(root: Path) -> list[str]:
    return sorted(
        path.stem for path in (root / "demo").glob("*/*.md") if path.stem == path.parent.name
    )


def demo_notebook(root: Path, name: str) -> dict:
    """Return the notebook of NAME.md, yet to be executed."""
    lab("nbformat")  # jupytext needs it, and would say so less plainly
    jupytext = lab("jupytext")
    source = root / "demo" / name / f"{name}.md"
    if not source.is_file():
        raise WorkshopError(f"No demo {name!r}; there are: {', '.join(demo_names(root))}.")
    text = source.read_text(encoding="utf-8")
    read = jupytext.reads(text, fmt="md:myst" if "{code-cell}" in text else "md")
    cells = [
        {**markdown(cell.source), "metadata": tags_of(cell)}
        if cell.cell_type != "code"
        else {**code(cell.source), "metadata": tags_of(cell)}
        for cell in read.cells
    ]
    return notebook(cells)


def tags_of(cell: dict) -> dict:
    return {"tags": list(cell["metadata"]["tags"])} if cell["metadata"].get("tags") else {}
