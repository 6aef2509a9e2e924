"""Grade what the book lacks: on the cores of this machine, one check server for each."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path

from cffi_workshop.grading.servers.check_server import CheckServer

from ..book.book import Book, Job
from .outcome import Outcome, grade_job

__all__ = ["grade_all", "grade_alone", "outcomes", "recorded"]


def grade_all(
    book: Book, root: Path, jobs: list[Job], places: int, count: Callable[[bool], None]
) -> None:
    """Grade the jobs in so many places at a time, then what is doubtful once more, alone.

    Each is in the book before `count` hears whether it is settled. Whatever ends this, what was
    told is kept.
    """
    doubtful = []
    with contextlib.closing(outcomes(files_in(book), root, jobs, min(places, len(jobs)))) as ended:
        for job, outcome in ended:
            settled = recorded(book, job, outcome, alone=False)
            doubtful += [] if settled else [job]
            count(settled)
    grade_alone(book, root, doubtful, count)


def grade_alone(book: Book, root: Path, jobs: list[Job], count: Callable[[bool], None]) -> None:
    """Try jobs one after the other, with the machine to themselves.

    What comes of that is settled.
    """
    with contextlib.closing(outcomes(files_in(book), root, jobs, 1)) as ended:
        for job, outcome in ended:
            count(recorded(book, job, outcome, alone=True))


def recorded(book: Book, job: Job, outcome: Outcome, *, alone: bool) -> bool:
    """Write down what came of a job; say if it is settled: it was clear, or was tried alone."""
    settled = alone or not outcome.doubtful
    book.record(job, outcome.verdict, outcome.ours, attempts=2 if alone else 1, settled=settled)
    return settled


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
