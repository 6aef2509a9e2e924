"""What several test files need: a copy to hand in, and a check as a process of its own."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from cffi_workshop.exercises.exercise import KEPT_BACK
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.servers.check_server import CheckServer
from cffi_workshop.unasked_packages import out_of_sight

from .built_site import pages, site
from .demo_runs import made
from .drawn import left_out
from .jupyterlab import axe, browser, server
from .site_tab import address, own_tab, tab
from .surroundings import REPOSITORY, running, runs_below
from .tiny_workshops import one_exercise
from .workers import queues

__all__ = ["address", "axe", "browser", "made", "own_tab", "pages", "server", "site", "tab"]

# `make test` is run by make, which tells its children so: the make of a test would answer
# differently. Bytecode is what some tests look for.
for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(name, None)


def pytest_configure(config):
    """Let no Python that tests start load Cython unasked: learners have none, and it takes long."""
    if not hasattr(config, "workerinput"):  # workers have the environment of the first process
        folder = tempfile.TemporaryDirectory()
        config.add_cleanup(folder.cleanup)
        os.environ.update(out_of_sight(os.environ, Path(folder.name)))


# Ten thousand tests are made before the first one runs, and none of them is garbage.
gc.disable()

# Under load, an example takes longer than Hypothesis allows one where nothing is said.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)  # after those that are not asked for were left out
def pytest_collection_modifyitems(config, items):
    """Leave out the tests that are not drawn, and begin with those that take longest.

    So no worker is left alone with a long one at the end.
    """
    out = set(left_out(items))
    config.hook.pytest_deselected(items=list(out))
    items[:] = [item for item in items if item not in out]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = queues(items, workers)


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


@pytest.fixture
def root(tmp_path):
    """A workshop of one exercise, tests/tiny."""
    return one_exercise(tmp_path)


@pytest.fixture
def tiny(root):
    return load_exercise(root, "tiny")


@pytest.fixture
def copy_of_solution(tmp_path):
    """Return a function that lays the solved files of an exercise into a fresh folder."""

    def copy(name):
        left_out = shutil.ignore_patterns(*KEPT_BACK, "__pycache__")
        source = REPOSITORY / "solutions" / name
        return Path(shutil.copytree(source, tmp_path / "handed-in", ignore=left_out))

    return copy


@pytest.fixture(scope="session")
def checks():
    """The process that runs checks for this worker."""
    with CheckServer() as server:
        yield server


@pytest.fixture
def check(checks, tmp_path):
    """Return a function that gives the verdict on a folder, as JSON has it.

    Everything that the check puts down is below `tmp_path / "tmp"`, so that a test can see what is
    left.
    """
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}

    def run(name, folder, sandbox="auto", **options):
        options = {"root": REPOSITORY, "sandbox": sandbox, "environment": environment} | options
        return checks.check(name, Path(folder), **options)

    return run


@pytest.fixture
def nothing_left(tmp_path, checks):
    """Return a function that fails when a check left something behind.

    That is a file, a process of its scratch folder, or a run in a fork server that outlives it.
    """

    def look():
        assert list((tmp_path / "tmp").iterdir()) == []
        assert running(str(tmp_path / "tmp")) == []
        assert runs_below(checks.pid) == []

    return look
