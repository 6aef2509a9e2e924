"""What %check shows: the verdict that the command printed, and where its links lead."""

from __future__ import annotations

import os
from pathlib import Path

from cffi_workshop import report
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.grading.verdict import CheckResult, Verdict

__all__ = ["link_to_episode", "verdict_of"]


def link_to_episode(slug: str) -> str | None:
    """Return the address of an episode as this notebook has to name it."""
    root = find_root()
    page = report.episode_page(slug, root)
    notebook = Path(os.environ.get("JPY_SESSION_NAME", ""))  # the server says which one this is
    here = notebook.parent if notebook.is_absolute() else Path.cwd()
    return Path(os.path.relpath(root / page, here)).as_posix() if page else None


def verdict_of(data: dict) -> Verdict:
    """Return the verdict that `workshop check --json` printed."""
    checks = [CheckResult.from_json(check) for check in data["checks"]]
    kept = {name: data[name] for name in ("exercise", "path", "sandbox", "duration_s")}
    return Verdict(**kept, checks=tuple(checks), remarks=tuple(data["remarks"]))
