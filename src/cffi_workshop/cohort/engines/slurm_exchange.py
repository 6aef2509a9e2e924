"""The folder in which this command and the nodes of a cluster meet: the plan, shards, and results.

into/slurm/plan.json         the number of the array job, and what was planned
into/slurm/shards/0007.jsonl the hand-ins of task 7, with their files
into/slurm/results/0007-*    what each attempt at task 7 found
into/slurm/out/0007.txt      what task 7 said
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import written_whole

from ..book.book import Book, Job
from ..book.book_rows import as_texts

__all__ = ["Plan", "clear", "keep_plan", "lay_out", "read_lines", "read_plan"]

FOLDERS = ("shards", "results", "out")
FILES = ("plan.json", "plan.json.part", "settings.json", "batch.sh")


@dataclass(frozen=True)
class Plan:
    """An array job that was handed to Slurm."""

    number: str
    jobs: list[Job]


def lay_out(book: Book, folder: Path, shards: list[list[Job]], settings: dict) -> None:
    """Write what the tasks need: a shard for each, and the settings of all."""
    clear(folder)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    for number, shard in enumerate(shards):
        write_shard(book, folder / "shards" / f"{number:04}.jsonl", shard)
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


def write_shard(book: Book, path: Path, jobs: list[Job]) -> None:
    """Write a line for each hand-in of a task, with its files."""
    lines = [
        json.dumps({"job": asdict(job), "files": as_texts(book.files(job.content))}) for job in jobs
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def keep_plan(folder: Path, plan: Plan) -> None:
    """Write a plan down, whole or not at all."""
    form = {"number": plan.number, "jobs": [asdict(job) for job in plan.jobs]}
    with written_whole(folder / "plan.json") as file:
        file.write(json.dumps(form))


def read_plan(folder: Path) -> Plan | None:
    try:
        form = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        return Plan(form["number"], [Job(**job) for job in form["jobs"]])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def clear(folder: Path) -> None:
    """Remove what an earlier plan left; never a folder that holds anything else."""
    if folder.exists() and any(path.name not in (*FOLDERS, *FILES) for path in folder.iterdir()):
        raise WorkshopError(
            f"{folder} holds other files than a plan for Slurm; move them, or give another folder "
            "with --exchange."
        )
    shutil.rmtree(folder, ignore_errors=True)


def read_lines(path: Path, start: int) -> tuple[list[dict], int]:
    """Return the whole lines of a file from a place on, and where they end.

    A worker may be writing one.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            whole, newline, _ = file.read().rpartition(b"\n")
    except OSError:
        return [], start
    return [json.loads(line) for line in whole.splitlines()], start + len(whole) + len(newline)
