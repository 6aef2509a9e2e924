"""Grade what the book lacks: on the cores of this machine, one check server for each."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cffi_workshop.grading.check_server import CheckServer

from .book import Book, Job
from .outcome import PREFIX, Outcome, grade_job

__all__ = ["Done", "grade_all", "grade_alone", "outcomes", "recorded", "sweep"]


@dataclass(frozen=True)
class Done:
    """What has been written down just now."""

    job: Job
    outcome: Outcome
    settled: bool


def grade_all(
    book: Book, root: Path, jobs: list[Job], places: int, count: Callable[[Done], None]
) -> None:
    """Grade the jobs in so many places at a time, then what is doubtful once more, alone.

    Each is in the book before `count` hears of it. Whatever ends this, what was told is kept.
    """
    doubtful = []
    with contextlib.closing(outcomes(files_in(book), root, jobs, min(places, len(jobs)))) as ended:
        for job, outcome in ended:
            done = recorded(book, job, outcome, alone=False)
            doubtful += [] if done.settled else [job]
            count(done)
    grade_alone(book, root, doubtful, count)


def grade_alone(book: Book, root: Path, jobs: list[Job], count: Callable[[Done], None]) -> None:
    """Try jobs one after the other, with the machine to themselves.

    What comes of that is settled.
    """
    with contextlib.closing(outcomes(files_in(book), root, jobs, 1)) as ended:
        for job, outcome in ended:
            count(recorded(book, job, outcome, alone=True))


def recorded(book: Book, job: Job, outcome: Outcome, *, alone: bool) -> Done:
    """Write down what came of a job; it is settled where it was clear, or was tried alone."""
    settled = alone or not outcome.doubtful
    book.record(job, outcome.verdict, outcome.ours, attempts=2 if alone else 1, settled=settled)
    return Done(job, outcome, settled)


def files_in(book: Book) -> Callable[[Job], dict[str, bytes]]:
    return lambda job: book.files(job.content)


def outcomes(
    files_of: Callable[[Job], dict[str, bytes]], root: Path, jobs: list[Job], places: int
) -> Generator[tuple[Job, Outcome], None, None]:
    """Yield what comes of the jobs, in the order in which they end.

    `files_of` gives the files of one.
    """
    if not jobs:
        return
    # Few are under way at a time, so that memory does not grow with the course.
    waiting: queue.Queue[tuple[Job, dict[str, bytes]] | None] = queue.Queue()
    ended: queue.Queue[tuple[Job, Outcome] | BaseException] = queue.Queue()
    servers = [CheckServer() for _ in range(places)]
    threads = [threading.Thread(target=work, args=(one, root, waiting, ended)) for one in servers]
    left = iter(jobs)
    try:
        for thread in threads:
            thread.start()
        for job in islice(left, 2 * places):
            waiting.put((job, files_of(job)))
        for _ in jobs:
            found = ended.get()
            if isinstance(found, BaseException):
                raise found
            for job in islice(left, 1):
                waiting.put((job, files_of(job)))
            yield found
    finally:
        for server in servers:
            waiting.put(None)
            server.stop()
        for thread in threads:
            thread.join()


def work(server: CheckServer, root: Path, waiting: queue.Queue, ended: queue.Queue) -> None:
    """Grade one job after the other until there is none; a mistake of ours is told to who waits."""
    with server:
        while (taken := waiting.get()) and not server.stopped:
            job, files = taken
            try:
                ended.put((job, grade_job(server, root, job, files)))
            except BaseException as error:
                ended.put(error)
                return


def sweep() -> None:
    """Remove what a run that was killed could not remove itself."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if owner and not is_running(int(owner[1])):
            shutil.rmtree(folder, ignore_errors=True)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
