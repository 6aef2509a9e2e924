"""What a benchmark found, and how it is written down: JSON, tables and a plot."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.extras import install_command

from . import machine
from .interleaved import Series, ratio

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["BenchmarkResult", "Table", "missing_packages", "write"]

INSTALL = install_command("bench")


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; the first column names what the row is about."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BenchmarkResult:
    """All that one benchmark found. `notes` are sentences; `more` goes into the JSON as it is."""

    name: str
    title: str
    unit: str
    reference: str
    series: Sequence[Series]
    tables: Sequence[Table]
    notes: Sequence[str]
    draw: Callable[[Figure], None]
    more: dict = field(default_factory=dict)
    quick: bool = False


def write(findings: BenchmarkResult, folder: Path) -> list[Path]:
    """Write NAME.json, NAME.md and, where their packages are installed, pyperf's JSON and the plot.

    The folder has to exist.
    """
    written = [folder / f"{findings.name}.json", folder / f"{findings.name}.md"]
    written[0].write_text(json.dumps(as_json(findings), indent=1) + "\n", encoding="utf-8")
    written[1].write_text(as_markdown(findings), encoding="utf-8")
    for optional in (write_pyperf, write_plot):
        try:
            written += optional(findings, folder)
        except ImportError:  # missing_packages() tells
            continue
    return written


def missing_packages() -> list[str]:
    """Say what is left out for want of a package."""
    sentences = []
    for package, what in (("matplotlib", "plot"), ("pyperf", "file for pyperf")):
        if machine.version(package) is None:
            sentences.append(f"No {what}: {package} is not installed; `{INSTALL}` brings it.")
    return sentences


def as_json(findings: BenchmarkResult) -> dict:
    return {
        "schema": 1,
        "bench": findings.name,
        "title": findings.title,
        "quick": findings.quick,  # a trial run: its numbers tell nothing
        "machine": machine.describe(),
        "unit": findings.unit,
        "reference": findings.reference,
        "results": [result(series, findings) for series in findings.series],
        "notes": list(findings.notes),
        **findings.more,
    }


def result(series: Series, findings: BenchmarkResult) -> dict:
    """Return one series with its ratio to the reference of the same case."""
    below = [
        s for s in findings.series if (s.contender, s.case) == (findings.reference, series.case)
    ]
    return {
        "contender": series.contender,
        "case": series.case,
        **asdict(series.spread),
        "ratio": asdict(ratio(series, below[0])) if below else None,
        "processes": series.processes,
    }


def as_markdown(findings: BenchmarkResult) -> str:
    """Return the tables with what they were taken on, ready to be included in a page."""
    blocks = [markdown_table(table) for table in findings.tables]
    about = ", ".join(f"{key} {value}" for key, value in machine.describe().items())
    blocks.append(f"Taken on: {about}.")
    if findings.notes:
        blocks.append("\n".join(f"- {note}" for note in findings.notes))
    return "\n\n".join(blocks) + "\n"


def markdown_table(table: Table) -> str:
    rules = ["---"] + ["--:"] * (len(table.headings) - 1)
    rows = [table.headings, rules, *table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"**{table.caption}**", "", *lines])


def write_pyperf(findings: BenchmarkResult, folder: Path) -> list[Path]:
    """Write what `python -m pyperf stats`, `hist` and `compare_to` read."""
    if not findings.series:  # what is not measured in turns
        return []
    import pyperf

    benchmarks = []
    for series in findings.series:
        metadata = {"name": f"{series.contender}: {series.case}", "unit": "second"}
        runs = [pyperf.Run(v, metadata=metadata, collect_metadata=False) for v in series.processes]
        benchmarks.append(pyperf.Benchmark(runs))
    path = folder / f"{findings.name}.pyperf.json"
    pyperf.BenchmarkSuite(benchmarks).dump(str(path), compact=False, replace=True)
    return [path]


def write_plot(findings: BenchmarkResult, folder: Path) -> list[Path]:
    from . import plot

    return plot.write(findings.draw, findings.title, folder / findings.name)
