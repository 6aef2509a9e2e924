"""The batch script runs on a real Slurm of one node, which leaves nothing behind, and without one.

The README's transcripts are typed into that Slurm.
"""

import doctest
import importlib.util
import math
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .demo_runs import DEMO, copy, make, require, require_pypy, run
from .surroundings import not_here, running

README = (DEMO / "slurm/README.md").read_text()
ENDED = "sacct --completion --noheader --format=jobid,state"
SUMS = re.search(r"```text\n.*?\n(.*?)```", README, re.DOTALL)[1]

specification = importlib.util.spec_from_file_location("one_node", DEMO / "slurm/one_node.py")
one_node = importlib.util.module_from_spec(specification)
specification.loader.exec_module(one_node)


def require_slurm() -> None:
    """Skip where there is no Slurm; fail where a machine is set up for tests."""
    require("slurm")
    if missing := one_node.missing():
        not_here(f"Slurm is needed; install it: sudo apt install {' '.join(missing)}")


@pytest.fixture
def built(tmp_path) -> Path:
    require_slurm()
    directory = copy("slurm", tmp_path)
    assert make(directory, "library").returncode == 0
    return directory


@pytest.fixture
def shell(built):
    """Start a Slurm, and yield a function shell(command).

    The function returns what the command prints in the demo's folder, stderr included.
    """

    def shell(command: str) -> str:
        result = subprocess.run(
            command,
            shell=True,
            cwd=built,
            env={**environment, "PYTHON": sys.executable},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        return result.stdout

    with one_node.one_node() as environment:
        yield shell
    assert_nothing_is_left(environment["SLURM_CONF"])


def assert_nothing_is_left(configuration: str) -> None:
    assert running(f"SLURM_CONF={configuration}") == []
    assert not Path(configuration).parent.exists()


def until(shell, command: str, pattern: str) -> str:
    """Repeat the command until it prints what matches, and return that."""
    for _ in range(300):
        if re.search(pattern, printed := shell(command), re.MULTILINE):
            return printed
        time.sleep(0.1)
    pytest.fail(f"{command} has not printed {pattern!r} in half a minute; it printed:\n{printed}")


def type_in(shell, block: str) -> None:
    """Run the commands of a transcript, and compare what they print."""
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        printed = shell(command)
        same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
        assert same, f"demo/slurm/README.md is out of date; {command} printed:\n{printed}"


def test_readme_shows_what_a_real_slurm_answers(shell):
    submitted, done, too_long, why = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    type_in(shell, submitted)
    until(shell, ENDED, r"^1 +COMPLETED")
    until(
        shell, "squeue --noheader | wc --lines", "^0$"
    )  # a job that has ended is cleared up for a while
    type_in(shell, done)
    type_in(shell, too_long)
    until(shell, "squeue --noheader --format=%r", "TimeLimit")
    type_in(shell, why)


def test_another_number_of_tasks_divides_the_same_number_of_points(shell):
    """What the exercise in episode 14 changes, and says that one sees."""
    shell("sbatch --ntasks=2 pi.sbatch")
    until(shell, ENDED, r"^1 +COMPLETED")
    *tasks, total = shell("cat pi-1.out").splitlines()
    assert [re.sub(r"[\d,]+ of", "some of", task) for task in tasks] == [
        f"task {task}, seed {42 + task}: some of 20,000,000 points are inside" for task in (0, 1)
    ]
    assert total.startswith("2 tasks, 40,000,000 points: ")


def test_a_job_is_failed_if_one_of_its_tasks_is(shell, built):
    task = (built / "pi_task.py").read_text()
    (built / "pi_task.py").write_text(f"{task}    sys.exit(os.environ['SLURM_PROCID'] == '2')\n")
    assert shell("sbatch pi.sbatch") == "Submitted batch job 1\n"
    told = until(shell, ENDED, r"^1 +(COMPLETED|FAILED)")
    assert told.split() == ["1", "FAILED"]


def test_make_sends_the_script_to_a_slurm_that_answers(tmp_path):
    """Through one_node.py as a person runs it, which leaves nothing behind."""
    require_slurm()
    built = copy("slurm", tmp_path / "a folder with spaces")
    command = f'echo "$SLURM_CONF"; make -s "PYTHON={sys.executable}"'
    result = run(sys.executable, built / "one_node.py", "sh", "-c", command, cwd=built)
    configuration, _, printed = result.stdout.partition("\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert printed == SUMS
    assert (built / "pi-1.out").read_text() == SUMS
    assert_nothing_is_left(configuration)


A_JOB_RUNS = """
sbatch --output=/dev/null --wrap 'sleep 60' >/dev/null
until squeue --noheader --states=R | grep -q .; do sleep 0.1; done
echo "$SLURM_CONF"
exec sleep 60
"""


def test_one_node_that_is_terminated_leaves_nothing_behind(built):
    command = [sys.executable, built / "one_node.py", "sh", "-c", A_JOB_RUNS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=built) as process:
        configuration = process.stdout.readline().strip()
        wait_until_all_run(f"SLURM_CONF={configuration}")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 143
    assert_nothing_is_left(configuration)


def wait_until_all_run(mark: str) -> None:
    """Wait until all of Slurm runs, and fail if it does not.

    slurmstepd, which is still starting, is not always seen at the first look.
    """
    for _ in range(100):
        found = running(mark)
        started = ("munged", "slurmctld", "slurmd", "slurmstepd", "sleep")
        if all(any(name in line for line in found) for name in started):
            return
        time.sleep(0.1)
    pytest.fail(f"not all of {started} runs, but only {found}")


def test_one_node_says_what_to_install(tmp_path):
    directory = copy("slurm", tmp_path)
    script = (directory / "one_node.py").read_text()
    (directory / "one_node.py").write_text(
        script.replace('"munged": "munge"', '"a-munged": "munge"')
    )
    result = run(sys.executable, "one_node.py", "make", cwd=directory)
    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(
        r"Slurm was not found; install it: sudo apt install munge.*\n", result.stderr
    )


def test_the_estimate_is_as_good_as_that_many_points_make_it(made):
    _, result = made("slurm")
    points, estimate = re.search(
        r"tasks, ([\d,]+) points: pi is about ([\d.]+)", result.stdout
    ).groups()
    n = int(points.replace(",", ""))
    assert abs(float(estimate) - math.pi) < 4 * math.sqrt(math.pi * (4 - math.pi) / n)


def test_no_two_tasks_draw_the_same_points(made):
    _, result = made("slurm")
    counts = re.findall(r"^task \d, seed \d+: ([\d,]+) of", result.stdout, re.MULTILINE)
    assert len(set(counts)) == 4


def test_a_task_declares_what_the_header_declares():
    declaration = re.search(
        r"^uint64_t pi_inside.*?;", (DEMO / "slurm/pi.h").read_text(), re.MULTILINE
    )[0]
    assert re.findall(r'cdef\("(.*?)"\)', (DEMO / "slurm/pi_task.py").read_text()) == [declaration]


def test_the_c_is_that_of_the_package():
    for name in ("pi.c", "pi.h"):
        assert (DEMO / "slurm" / name).resolve() == DEMO / "pi-package/src" / name


def test_a_task_runs_on_pypy_as_it_is(made):
    require_pypy()
    directory, _ = made("slurm")
    here = run(sys.executable, "pi_task.py", cwd=directory)
    there = run("pypy3", "pi_task.py", cwd=directory)
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, "")
