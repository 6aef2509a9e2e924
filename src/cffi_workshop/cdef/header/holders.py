"""Which file declares a name, of the headers that were read and of those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

__all__ = ["holders"]

MOST_FILES = 500  # of a folder that are looked into
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
DECLARED = re.compile(r"\b([A-Za-z_]\w*)\s*[(;,=}\[]|#\s*define\s+(\w+)")


def holders(folders: Iterable[Path]) -> dict[str, Path]:
    """Return, by name, the first header of the folders that declares it."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.h"))[:MOST_FILES]:
            for name in declared_in(path):
                found.setdefault(name, path)
    return found


def declared_in(path: Path) -> set[str]:
    """Return the names that a file declares, whatever its `#if` say."""
    text = COMMENT.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
    return {word for pair in DECLARED.findall(text) for word in pair}
