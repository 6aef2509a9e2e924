"""What the workers of pytest-xdist share: a folder, and a lock, so that what is slow is made once."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path


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
