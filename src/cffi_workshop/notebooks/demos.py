"""Which demos there are."""

from __future__ import annotations

from pathlib import Path

__all__ = ["demo_names"]


def demo_names(root: Path) -> list[str]:
    return sorted(
        path.stem for path in (root / "demo").glob("*/*.md") if path.stem == path.parent.name
    )
