"""The workshop command with a judge that reads its verdict off tiny.c: fast, and as bad as told to.

Run by tests as a program. PASS, BROKEN, NO COMPILER, CRASH and SLOW in tiny.c say what happens.
"""

import fcntl
import os
import subprocess
import sys
import termios
import time
import types
from pathlib import Path

from cffi_workshop import watch
from cffi_workshop.cli import main
from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.servers import shared_server
from cffi_workshop.grading.verdict import CheckResult, Location, Verdict

PASSED = CheckResult("c-adds", "tiny_add() adds", "passed", 3, 3)
FAILED = CheckResult(
    *("c-adds", "tiny_add() adds", "failed", 0, 3, "wrong-value"),
    message="tiny_add(1, 2) gave -1; expected 3.",
    location=Location("tiny.c", 3),
    episode="01-first",
    detail="what the tool said",
)
BROKEN = CheckResult("c-adds", "tiny_add() adds", "grader-error", 0, 3, message="The worker died.")


def check(exercise, path, *, sandbox="auto", seed=None):
    text = (path / "tiny.c").read_text()
    if "SLOW" in text:
        daemon = subprocess.Popen(["sleep", "1000"], start_new_session=True)
        Path("daemon.pid").write_text(str(daemon.pid))
        time.sleep(1000)
    if "NO COMPILER" in text:
        raise WorkshopError("No C compiler was found; install one.")
    if "CRASH" in text:
        raise KeyError("a mistake of ours")
    result = PASSED if "PASS" in text else BROKEN if "BROKEN" in text else FAILED
    return Verdict(exercise.slug, str(path), sandbox, 0.5, (result,), ("A remark.",))


if __name__ == "__main__":
    if os.environ.pop("TAKE_TERMINAL", ""):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.modules["cffi_workshop.grading.grader"] = types.ModuleType("cffi_workshop.grading.grader")
    sys.modules["cffi_workshop.grading.grader"].check = check
    shared_server.SharedServer.start = lambda self: None  # it would ask the real judge
    watch.PROGRAM = (sys.executable, __file__)
    main.main()
