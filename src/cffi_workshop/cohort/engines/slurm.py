"""Grade on a cluster: an array job of Slurm over shards, gathered by the command that planned it.

All goes through a folder that the nodes share (--exchange). The plan and the shards are written by
this command, results by the workers, each into a file of its own; nobody but this command touches
the book, since SQLite does not belong on a network file system. Whatever is ended, the same command
goes on: it takes what is there, waits for an array that is still under way, and plans what lacks.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError

from ..book.book import Book, Job
from .outcome import Outcome
from .run import recorded
from .slurm_exchange import Plan, clear, keep_plan, lay_out, read_lines, read_plan

__all__ = ["Cluster", "require_slurm"]

# Hand-ins of a shard: few people use many nodes, and a lost node costs half a minute.
FEWEST, MOST = 4, 20
SHARDS = 50  # that a course is cut into before shards grow
MOST_TASKS = 1000  # of one array, which is what Slurm allows where nobody set MaxArraySize
MOST_PLANS = 3  # after which what still lacks is not for want of trying
LOOK_EVERY = 1.0, 8.0  # seconds; the longer the less there is to see
NEEDED = ("sbatch", "squeue", "scancel")

BATCH = """\
#!/bin/sh
#SBATCH --job-name=workshop-grade
#SBATCH --array=0-{last}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --cpus-per-task={cpus}
exec {python} -m cffi_workshop.cohort.engines.slurm_worker {folder}
"""


@dataclass(frozen=True)
class Cluster:
    """The nodes of a cluster, and how they are given hand-ins.

    `folder` is where this command and the nodes meet, `places` how many a task grades at a time.
    """

    book: Book
    root: Path
    folder: Path
    places: int
    count: Callable[[bool], None]

    def grade(self, jobs: list[Job]) -> None:
        """Grade the jobs, and what is doubtful once more, alone."""
        size = min(MOST, max(FEWEST, len(jobs) // SHARDS))
        self.settle_alone(self.carry_out(jobs, size, alone=False))

    def settle_alone(self, jobs: list[Job]) -> None:
        """Try jobs once more, each in a task of its own; what comes of that is settled."""
        elsewhere = self.folder.with_name(f"{self.folder.name}-alone")
        replace(self, folder=elsewhere, places=1).carry_out(jobs, 1, alone=True)

    def carry_out(self, jobs: list[Job], size: int, *, alone: bool) -> list[Job]:
        """Have all jobs graded: gather what an earlier plan brought, and plan what lacks.

        Return those that are in doubt. What is found at one look is written down together, since
        the disk takes its time for each writing.
        """
        lacking, doubtful = {job.content: job for job in jobs}, []
        plan = read_plan(self.folder)
        for _ in range(MOST_PLANS + 1):
            for found in gathered(self.folder, plan, lacking) if plan else ():
                ended = [(lacking.pop(one), came) for one, came in found.items()]
                with self.book.changing():
                    settled = [recorded(self.book, *one, alone=alone) for one in ended]
                doubtful += [job for (job, _), one in zip(ended, settled, strict=True) if not one]
                for each in settled:
                    self.count(each)
            if not lacking:
                clear(self.folder)
                return doubtful
            plan = self.submit(list(lacking.values()), size)
        raise WorkshopError(
            f"{len(lacking)} hand-ins came to no verdict in {MOST_PLANS} array jobs; what the "
            f"tasks said is in {self.folder}/out. What is graded is in the book; the same command "
            "goes on from there."
        )

    def submit(self, jobs: list[Job], size: int) -> Plan:
        """Write the shards, and hand an array job to Slurm.

        The plan is kept once Slurm has taken it.
        """
        size = max(size, -(-len(jobs) // MOST_TASKS))
        shards = [jobs[start : start + size] for start in range(0, len(jobs), size)]
        lay_out(self.book, self.folder, shards, {"root": str(self.root), "places": self.places})
        script = BATCH.format(
            last=len(shards) - 1,
            folder=shlex.quote(str(self.folder)),
            python=shlex.quote(sys.executable),
            cpus=self.places,
        )
        (self.folder / "batch.sh").write_text(script, encoding="utf-8")
        # Slurm reads a path in the script up to its first space, and takes each % for a pattern.
        said = f"--output={str(self.folder).replace('%', '%%')}/out/%4a.txt"
        done = slurm("sbatch", "--parsable", said, str(self.folder / "batch.sh"))
        plan = Plan(done.strip().partition(";")[0], jobs)
        keep_plan(self.folder, plan)
        click.echo(
            f"Slurm has taken {len(jobs)} hand-ins as array job {plan.number} of {len(shards)} "
            f"tasks.\nIt goes on without this command, which gathers; `scancel {plan.number}` "
            "ends it."
        )
        return plan


def require_slurm() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise WorkshopError(
            f"--engine slurm needs the commands of Slurm, and {missing[0]} was not found; "
            "give the command on a login node of the cluster."
        )


def gathered(folder: Path, plan: Plan, lacking: dict[str, Job]) -> Iterator[dict[str, Outcome]]:
    """Yield what the workers found, look by look, until nothing lacks or the array has ended."""
    read: dict[Path, int] = {}
    pause = LOOK_EVERY[0]
    # What was planned for another version of the checker is of no use.
    wanted = {job.content for job in plan.jobs if lacking.get(job.content) == job}
    while wanted:
        ended = not is_under_way(plan.number)  # before reading: what was written until then is read
        found = {}
        for path in sorted((folder / "results").glob("*.jsonl")):
            lines, read[path] = read_lines(path, read.get(path, 0))
            for line in lines:
                if line["content"] in wanted:
                    wanted.remove(line["content"])
                    found[line["content"]] = Outcome(line["verdict"], line["ours"])
        if found:
            yield found
        if ended:
            return
        pause = LOOK_EVERY[0] if found else min(2 * pause, LOOK_EVERY[1])
        time.sleep(pause if wanted else 0)


def is_under_way(number: str) -> bool:
    """Say whether Slurm still has tasks of an array; where it cannot be asked just now, it may."""
    done = subprocess.run(
        ["squeue", "--noheader", "--jobs", number, "--format", "%T"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return "Invalid job id" not in done.stderr
    return bool(done.stdout.strip())


def slurm(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkshopError(f"{command[0]} was refused: {' '.join(done.stderr.split())}.")
    return done.stdout
