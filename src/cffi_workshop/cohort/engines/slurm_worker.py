"""One task of an array job: `python -m cffi_workshop.cohort.engines.slurm_worker FOLDER`.

A task that is started again, on another node, goes on where the attempt before it was ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from ..book.book import Job
from ..book.book_rows import as_bytes
from .run import outcomes
from .slurm_exchange import read_lines


def work_off(folder: Path, environ: Mapping[str, str]) -> None:
    """Grade what the shard of this task holds and no attempt at it has found yet."""
    task = f"{int(environ['SLURM_ARRAY_TASK_ID']):04}"
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    shard, _ = read_lines(folder / "shards" / f"{task}.jsonl", 0)
    found = {
        line["content"]
        for path in folder.glob(f"results/{task}-*")
        for line in read_lines(path, 0)[0]
    }
    files = {line["job"]["content"]: line["files"] for line in shard}
    jobs = [Job(**line["job"]) for line in shard if line["job"]["content"] not in found]
    attempt = (
        f"{task}-{environ.get('SLURM_RESTART_COUNT', '0')}-{socket.gethostname()}-{os.getpid()}"
    )

    def files_of(job: Job) -> dict[str, bytes]:
        return as_bytes(files[job.content])

    with (
        (folder / "results" / f"{attempt}.jsonl").open("a", encoding="utf-8") as results,
        contextlib.closing(
            outcomes(files_of, Path(settings["root"]), jobs, settings["places"])
        ) as done,
    ):
        for job, outcome in done:
            line = {"content": job.content, "verdict": outcome.verdict, "ours": outcome.ours}
            results.write(json.dumps(line) + "\n")
            results.flush()
            os.fsync(results.fileno())


if __name__ == "__main__":
    work_off(Path(sys.argv[1]), os.environ)
