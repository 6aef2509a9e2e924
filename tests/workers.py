"""What the workers of pytest-xdist share: the tests, and a folder with locks in it."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

# What takes longest, and which worker begins it. The tests of the site wait for one build of it.
# Those of the board follow each other in one room: at the end of a queue they would be shared out.
LONG = {
    "test_site": 0,
    "test_start": 1,
    "test_routes": 1,
    "test_demos": 1,
    "test_notebooks": 2,
    "test_lab": 2,
    "test_room_board": 3,
    "test_cohort_slurm": 3,
    "test_demo_slurm": 3,
    "test_verdict_always": 3,
}


def queues(items, workers):
    """Return the tests in an order whose equal parts, one a worker, begin with what takes long.

    `--dist worksteal` begins with such parts; who has done its own takes from the end of another.
    """
    long = [item for name in LONG for item in items if item.path.name.startswith(name)]
    rest = [item for item in items if not item.path.name.startswith(tuple(LONG))]
    ordered = []
    for worker in range(workers):
        size = (len(items) - len(ordered)) // (workers - worker)
        part = [item for item in long if begins(item) % workers == worker]
        fill = max(0, size - len(part))
        ordered += part + rest[:fill]
        del rest[:fill]
    return ordered


def begins(item):
    """Return the worker that begins a test of those that take long."""
    return next(worker for name, worker in LONG.items() if item.path.name.startswith(name))


def shared_folder(tmp_path_factory) -> Path:
    """Return the folder for temporary files of all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def alone(lock: Path):
    """Keep other workers out meanwhile."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
        yield
