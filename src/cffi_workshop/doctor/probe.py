"""What a probe is, and what it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Broken", "Probe", "ProbeResult", "examine", "exit_status"]


class Broken(Exception):
    """What did not work, in one sentence."""


@dataclass(frozen=True)
class Probe:
    """One thing to try: it returns what works, or raises Broken with what does not."""

    name: str
    try_it: Callable[[Path], str]
    mend: tuple[str, ...]  # one line a system, or one line for all
    needed: bool = True
    after: tuple[str, ...] = ()  # probes without which this one says nothing new


@dataclass(frozen=True)
class ProbeResult:
    """What a probe showed: `status` is works, broken, warning or not-tried."""

    name: str
    status: str
    says: str
    mend: tuple[str, ...] = ()


def examine(probes: Iterable[Probe]) -> Iterator[ProbeResult]:
    """Yield a finding a probe, in order, as soon as it is known."""
    works: set[str] = set()
    for probe in probes:
        finding = examine_one(probe, works)
        if finding.status == "works":
            works.add(probe.name)
        yield finding


def examine_one(probe: Probe, works: set[str]) -> ProbeResult:
    missing = [name for name in probe.after if name not in works]
    if missing:
        return ProbeResult(probe.name, "not-tried", f"Not tried: {' and '.join(missing)} first.")
    with tempfile.TemporaryDirectory(prefix="workshop-doctor-") as folder:
        try:
            return ProbeResult(probe.name, "works", probe.try_it(Path(folder)))
        except Broken as problem:
            status = "broken" if probe.needed else "warning"
            return ProbeResult(probe.name, status, str(problem), probe.mend)


def exit_status(findings: Iterable[ProbeResult]) -> int:
    """0 when all that is needed works, warnings or not; 2, the machine is wrong, otherwise."""
    return 2 if any(found.status in ("broken", "not-tried") for found in findings) else 0
