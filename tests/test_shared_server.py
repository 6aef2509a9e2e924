"""What `workshop watch` keeps warm: other processes ask it, or do without it."""

import socket

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.servers import shared_server
from cffi_workshop.grading.servers.check_server import Job
from cffi_workshop.worker.process_table import descendants

from .surroundings import REPOSITORY, command_of, until

LIBM = load_exercise(REPOSITORY, "libm")


@pytest.fixture(scope="module")
def server():
    with shared_server.SharedServer() as server:
        server.start()
        yield server


@pytest.fixture
def told(server, monkeypatch):
    """The server, of which this process knows, and which takes checks."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    until(lambda: connected(server))
    return server


def connected(server):
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(*server.environment.values()) == 0


def under_way(server):
    """Return the checks that a server has forked: copies of it, to look at."""
    (pid,) = server.pids
    return [each for each in descendants(pid) if command_of(each) == command_of(pid)]


def test_a_process_that_was_told_of_no_server_does_without(monkeypatch, tmp_path):
    monkeypatch.delenv(shared_server.VARIABLE, raising=False)
    assert shared_server.check(LIBM, LIBM.solution, "auto", None) is None
    monkeypatch.setenv(shared_server.VARIABLE, str(tmp_path / "nobody"))
    assert shared_server.check(LIBM, LIBM.solution, "auto", None) is None


def test_the_verdict_is_the_same_as_without(told):
    verdict = shared_server.check(LIBM, LIBM.solution, "auto", 3)
    assert (verdict.passed, verdict.seed, verdict.max_points) == (True, 3, 12)
    assert "cbrt" in verdict.sources["libm_abi.py"]


def test_a_wrong_request_is_told_in_its_sentence(told, tmp_path):
    with pytest.raises(WorkshopError, match="is not a folder"):
        shared_server.check(LIBM, tmp_path / "none", "auto", None)


def test_who_is_gone_leaves_no_check_behind(told):
    shared_server.check(LIBM, LIBM.solution, "auto", None)  # from now on sandboxes stand ready
    asking = socket.socket(socket.AF_UNIX)
    asking.connect(*told.environment.values())
    asking.sendall(Job(LIBM.slug, str(LIBM.solution), str(LIBM.root)).as_line())
    until(lambda: under_way(told))
    asking.close()
    # The sandboxes go, too: one may have been told half of a job, and wait for the rest.
    until(lambda: not any(map(command_of, descendants(*told.pids))))
    verdict = shared_server.check(LIBM, LIBM.solution, "auto", None)
    assert [one for one in verdict.checks if one.status != "passed"] == []
