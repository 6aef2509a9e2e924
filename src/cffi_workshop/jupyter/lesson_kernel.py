"""What a kernel of `workshop lab` does before the first cell: it gets the notebook ready.

The first cell of an episode, which no reader of the site sees, copies the demos of the page. In
JupyterLab the kernel does it, so that the notebook begins with the lesson. In an exercise %check is
there at once, also for who restarts the kernel and runs the last cell alone.
"""

from __future__ import annotations

import os
from pathlib import Path

from cffi_workshop.exercises.checkout import episode_slugs, find_root
from cffi_workshop.learner import checkout_of
from cffi_workshop.notebooks.lesson import set_up_of

__all__ = ["load_ipython_extension", "page_of"]


def load_ipython_extension(shell) -> None:
    page = page_of(Path(os.environ.get("JPY_SESSION_NAME", "")))
    if page:
        # The demos are copied from the checkout, not from what a learner changed.
        os.chdir(page.parent)
        shell.run_cell(set_up_of(page.read_text(encoding="utf-8")), store_history=False)
    elif Path.cwd().parent.name == "exercises":
        from .magics import load

        load(shell)


def page_of(notebook: Path) -> Path | None:
    """Return the text of the episode that a notebook, or a copy of one, was made from."""
    if notebook.parent.name != "episodes":
        return None
    root = checkout_of(find_root(notebook.parent))
    slugs = episode_slugs(root) if root else []
    found = next((slug for slug in slugs if notebook.name.startswith(slug)), None)
    return root / "episodes" / f"{found}.md" if root and found else None
