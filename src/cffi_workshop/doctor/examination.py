"""What a trial is, and what it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Broken", "Finding", "Trial", "examine", "exit_status"]


class Broken(Exception):
    """What did not work, in one sentence."""


@dataclass(frozen=True)
class Trial:
    """One thing to try: it returns what works, or raises Broken with what does not."""

    name: str
    try_it: Callable[[Path], str]
    mend: tuple[str, ...]  # one line a system, or one line for all
    needed: bool = True
    after: tuple[str, ...] = ()  # trials without which this one says nothing new


@dataclass(frozen=True)
class Finding:
    """What a trial showed: `status` is works, broken, warning or not-tried."""

    name: str
    status: str
    says: str
    mend: tuple[str, ...] = ()


def examine(trials: Iterable[Trial]) -> Iterator[Finding]:
    """Yield a finding a trial, in order, as soon as it is known."""
    works = set()
    for trial in trials:
        finding = examine_one(trial, works)
        if finding.status == "works":
            works.add(trial.name)
        yield finding


def examine_one(trial: Trial, works: set[str]) -> Finding:
    missing = [name for name in trial.after if name not in works]
    if missing:
        return Finding(trial.name, "not-tried", f"Not tried: {' and '.join(missing)} first.")
    with tempfile.TemporaryDirectory(prefix="workshop-doctor-") as folder:
        try:
            return Finding(trial.name, "works", trial.try_it(Path(folder)))
        except Broken as problem:
            status = "broken" if trial.needed else "warning"
            return Finding(trial.name, status, str(problem), trial.mend)


def exit_status(findings: Iterable[Finding]) -> int:
    """0 when all that is needed works, warnings or not; 2, the machine is wrong, otherwise."""
    return 2 if any(found.status in ("broken", "not-tried") for found in findings) else 0
