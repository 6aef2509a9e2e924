"""A course is graded by a real Slurm of two nodes.

A node that dies and a command that is killed lose nothing.
"""

import json
import os
import signal
import subprocess

import pytest

from cffi_workshop.cohort.book.book import Book, Job
from cffi_workshop.cohort.engines.slurm_exchange import clear
from cffi_workshop.errors import WorkshopError

from .courses import LIBM, WRONG, grade, lay, table, verdicts
from .slurm_nodes import missing, slurm_of
from .surroundings import COMMAND, REPOSITORY, not_here, run_apart, running, until

PEOPLE = int(os.environ.get("WORKSHOP_SLURM_PEOPLE", "8"))


@pytest.fixture(scope="module")
def nodes():
    if lacking := missing():
        not_here(f"Slurm is needed; install it: sudo apt install {' '.join(lacking)}")
    with slurm_of(2) as nodes:
        yield nodes
    assert running(f"SLURM_CONF={nodes.environment['SLURM_CONF']}") == []


@pytest.fixture(scope="module")
def hand_ins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slurm") / "hand-ins"
    for number in range(PEOPLE):
        files = dict(WRONG if number % 3 else LIBM)
        files["libm_api.py"] += f"\n# {number}\n"
        lay(folder / f"s{number:03}", files)
    return folder


def start(nodes, hand_ins, into, *more):
    command = [*COMMAND, "grade", str(hand_ins), "--into", str(into)]
    return subprocess.Popen(
        [*command, "--seed", "7", "--jobs", "1", *more],
        cwd=REPOSITORY,
        env={**nodes.environment, "PYTHONPATH": str(REPOSITORY / "src")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def found(into):
    """Return what the workers have written so far: hand-ins, and how often each."""
    lines = [
        line
        for path in into.glob("slurm/results/*.jsonl")
        for line in path.read_text().splitlines()
    ]
    return [json.loads(line)["content"] for line in lines if line.endswith("}")]


def busy(nodes):
    return nodes.says("squeue", "--noheader", "--states=R", "--format=%N").split()


def test_a_node_that_dies_and_a_command_that_is_killed_lose_nothing(nodes, hand_ins, tmp_path):
    into = tmp_path / "the 3rd week's 50%j"
    first = start(nodes, hand_ins, into, "--engine", "slurm")
    midway = lambda: len(found(into)) > PEOPLE // 8 and busy(nodes)  # noqa: E731
    until(lambda: midway() or first.poll() is not None, seconds=300)
    nodes.kill([*busy(nodes), *nodes.names][0])
    first.send_signal(signal.SIGKILL)
    first.communicate()
    again = start(nodes, hand_ins, into, "--engine", "slurm")
    said, errors = again.communicate(timeout=900)
    assert (again.returncode, errors) == (0, "")
    assert "Slurm has taken" not in said  # it gathers what the first one planned
    here = grade(hand_ins, "--into", tmp_path / "here", "--seed", "7")
    assert (here.returncode, here.stderr) == (0, "")
    kept = [verdicts(folder, "content, settled, seed") for folder in (into, tmp_path / "here")]
    assert len(kept[0]) == PEOPLE
    assert kept[0] == kept[1]
    assert table(into / "gradebook.csv") == table(tmp_path / "here/gradebook.csv")
    assert not (into / "slurm").exists()


def test_where_the_nodes_meet_nothing_else_is_removed(tmp_path):
    (tmp_path / "slurm/shards").mkdir(parents=True)
    (tmp_path / "slurm/thesis.tex").touch()
    with pytest.raises(WorkshopError, match="holds other files than a plan for Slurm"):
        clear(tmp_path / "slurm")
    assert (tmp_path / "slurm/thesis.tex").exists()
    (tmp_path / "slurm/thesis.tex").unlink()
    clear(tmp_path / "slurm")
    assert not (tmp_path / "slurm").exists()


def half(book, job):
    book.record(job, None, "x", attempts=1, settled=True)
    raise WorkshopError("the disk is full")


def test_what_is_found_at_one_look_is_in_the_book_together_or_not_at_all(tmp_path):
    jobs = [Job(name, "libm", "", "limits", 0, 1) for name in "ab"]
    with Book(tmp_path) as book:
        with book.changing() as change:
            change.executemany("INSERT INTO content VALUES (?, 'libm', '')", [("a",), ("b",)])
        with pytest.raises(WorkshopError), book.changing():
            half(book, jobs[0])
        assert verdicts(tmp_path) == []
        with book.changing():
            for job in jobs:
                book.record(job, None, "x", attempts=1, settled=True)
    assert len(verdicts(tmp_path)) == 2


def test_without_slurm_it_says_where_to_go(hand_ins, tmp_path):
    command = [*COMMAND, "grade", str(hand_ins), "--into", str(tmp_path), "--engine", "slurm"]
    done = run_apart(command, PATH="")
    assert done.returncode == 2
    assert "sbatch was not found; give the command on a login node of the cluster." in done.stderr
