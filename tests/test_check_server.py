"""A check in a forked child is a check like any other, and nothing it does outlives it."""

import json
import os
import signal
import sys
from contextlib import suppress

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.servers.check_server import CheckLost, CheckServer
from cffi_workshop.worker.process_table import descendants

from .surroundings import REPOSITORY, command_of, replace_in, run_apart, running

LIBM = REPOSITORY / "solutions" / "libm"


def test_the_same_seed_draws_the_same_inputs(check, copy_of_solution):
    """A function that is wrong tells what it was called with."""
    folder = copy_of_solution("libm")
    replace_in(
        folder / "libm_abi.py", "lib.cbrt(x)", "lib.cbrt(x) if float(x).is_integer() else 0.0"
    )
    told = [message_of(check("libm", folder, seed=seed), "abi-cube-root") for seed in (7, 7, 8)]
    assert "cube_root(" in told[0]
    assert told[0] == told[1] != told[2]


def message_of(verdict, name):
    return next(check["message"] for check in verdict["checks"] if check["id"] == name)


def test_a_seed_is_drawn_and_told(check):
    verdicts = [check("libm", LIBM) for _ in range(2)]
    assert verdicts[0]["seed"] != verdicts[1]["seed"]
    assert check("libm", LIBM, seed=3)["seed"] == 3


def test_a_check_that_takes_too_long_is_killed_from_outside(checks, copy_of_solution, tmp_path):
    folder = copy_of_solution("libm")
    script = folder / "libm_abi.py"
    script.write_text("import time\ntime.sleep(60)\n" + script.read_text())
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with pytest.raises(CheckLost, match=r"has not ended in 0\.2 seconds"):
        checks.check("libm", folder, root=REPOSITORY, environment=environment, seconds=0.2)
    assert running(str(tmp_path)) == []


def test_what_isolates_each_run_outlives_a_check_and_is_empty_after_it(checks, check, nothing_left):
    stand_ready(check)
    before = fork_servers(checks)
    check("libm", LIBM)
    assert before
    assert fork_servers(checks) == before
    nothing_left()


def test_a_fork_server_that_was_lost_is_replaced(checks, check):
    stand_ready(check)
    for pid in fork_servers(checks):
        with suppress(ProcessLookupError):  # it ended with the one around it
            os.kill(pid, signal.SIGKILL)
    assert check("libm", LIBM)["points"] == 12
    assert check("libm", LIBM)["points"] == 12
    assert fork_servers(checks)


IMPORTED_BY_A_CHECK = """
import json, sys
from pathlib import Path
from cffi_workshop.grading.servers import serve_checks
before = set(sys.modules)
exercise = serve_checks.load_exercise(Path(sys.argv[1]), "libm")
serve_checks.grader.check(exercise, Path(sys.argv[2]), sandbox="limits")
new = sorted(set(sys.modules) - before)
print(json.dumps([name for name in new if name.startswith("cffi_workshop.")]))
"""


def test_a_check_imports_nothing_that_its_process_could_have_had_before(copy_of_solution):
    """Each child would import it anew, which costs as much as half of a check."""
    folder = copy_of_solution("libm")
    replace_in(folder / "libm_api.py", "lib.hypot(", "lib.hypot(1 + ")  # so that a line is found
    command = [sys.executable, "-c", IMPORTED_BY_A_CHECK, str(REPOSITORY), str(folder)]
    assert json.loads(run_apart(command).stdout) == []


def stand_ready(check):
    """Check twice: what the first one needed is started after its verdict, before the second."""
    for _ in range(2):
        check("libm", LIBM)


def fork_servers(checks):
    return [pid for pid in descendants(checks.pid) if "worker.fork_server" in command_of(pid)]


def test_a_wrong_request_is_told_in_its_sentence(checks):
    with pytest.raises(WorkshopError, match=r"No exercise 'lbm'; did you mean 'libm'\?"):
        checks.check("lbm", LIBM, root=REPOSITORY)


def test_a_server_that_was_killed_is_started_again():
    with CheckServer() as server:
        server.check("libm", LIBM, root=REPOSITORY)
        server._process.kill()
        server._process.wait()
        with pytest.raises(CheckLost, match="started again"):
            server.check("libm", LIBM, root=REPOSITORY)
        assert server.check("libm", LIBM, root=REPOSITORY)["points"] == 12
