"""Files and folders: what a path is called in a sentence."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shown_path"]


def shown_path(folder: Path, root: Path) -> str:
    """Return the path from the root where it is inside, and as it was given elsewhere."""
    resolved = folder.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return resolved.relative_to(root.resolve()).as_posix() if inside else str(folder)
